package dev.gosync.config;

import static dev.gosync.config.Values.optional;

import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads the values of {@code for-each}: a list, what a place holds, or a list in a YAML or JSON file. */
final class ForEachParser {
    static final String KEY = "for-each";
    static final List<String> FILE_KEYS = List.of("path", "at");

    /** More values are a wrong column rather than so many places. */
    private static final int MOST = 1000;

    private static final int MAX_FILE_MEGABYTES = 16;
    private static final String LIST = "[]";

    private final Path folder;
    private final PlaceParser places;

    ForEachParser(Path folder, PlaceParser places) {
        this.folder = folder;
        this.places = places;
    }

    /**
     * Reads the values.
     *
     * @param part the sync, which has to be used for a fault of making a place to matter
     * @return at least one value; empty if there is a fault, or a reference in it has no value
     */
    List<Each> values(Field field, Field part) {
        List<Each> values = field.isList() ? listed(field) : field.isMap() ? read(field, part) : List.of();
        if (!field.isList() && !field.isMap()) {
            field.valueFault("must be a list, a place, or {path: FILE, at: KEY} of a YAML or JSON file");
        }
        if (values.size() > MOST) {
            field.valueFault("has " + values.size() + " values; at most " + MOST
                    + " are allowed, since each value makes a sync. Check that it names the right column or key");
            return List.of();
        }
        return values;
    }

    private static List<Each> listed(Field field) {
        List<Each> values = new ArrayList<>();
        for (Field item : Values.nonEmpty(field)) {
            if (item.isMap()) {
                Map<String, String> fields = new LinkedHashMap<>();
                item.fields().forEach((key, value) -> value.text().ifPresent(text -> fields.put(key, text)));
                if (fields.isEmpty()) {
                    item.valueFault("must have at least one key with a value");
                }
                values.add(Each.of(fields).fromVariable(item.hasVariable()));
            } else {
                item.text()
                        .map(text -> Each.of(text).fromVariable(item.hasVariable()))
                        .ifPresent(values::add);
            }
        }
        return values;
    }

    private List<Each> read(Field field, Field part) {
        Map<String, Field> fields = field.fields();
        if (fields.keySet().stream().anyMatch(FILE_KEYS::contains)) {
            field.fields(FILE_KEYS);
            Optional<String> path = Values.required(field, fields, "path", "the YAML or JSON file with the values")
                    .flatMap(Field::text);
            String at = optional(fields, "at").flatMap(Field::text).orElse("");
            return path.map(name -> fromFile(fields, name, at, part)).orElse(List.of());
        }
        return places.typeOf(field, fields, places.types(), FILE_KEYS)
                .flatMap(type -> places.place(type, part).map(place -> fromPlace(type, place.place(), part)))
                .orElse(List.of());
    }

    private static List<Each> fromPlace(Field type, Source place, Field part) {
        try (place) {
            Listing listing = place.get();
            listing.things()
                    .forEach(thing -> warn(
                            type,
                            place.name()
                                    + Optional.ofNullable(listing.positions().get(thing))
                                            .map(position -> ", " + position)
                                            .orElse(""),
                            thing));
            listing.warnings().forEach(warning -> type.valueWarning(type.redact(place.name() + ": " + warning)));
            List<Each> values = listing.things().stream()
                    .map(HiddenCharacters::removedFrom)
                    .distinct()
                    .sorted()
                    .map(Each::of)
                    .toList();
            if (values.isEmpty()) {
                type.valueFault("has no value: " + place.name());
            }
            return values;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            type.valueFault("could not be read, because the program was interrupted");
        } catch (IOException | RuntimeException e) {
            type.valueFault(type.redact("could not be read: " + e.getMessage()), part);
        }
        return List.of();
    }

    private List<Each> fromFile(Map<String, Field> fields, String name, String at, Field part) {
        Field path = fields.get("path");
        if (path == null) {
            return List.of();
        }
        try {
            Path file = folder.resolve(name);
            String content = FileContent.read(file, MAX_FILE_MEGABYTES * FileContent.MEGABYTE)
                    .orElseThrow(() ->
                            new IllegalArgumentException("is larger than the limit of " + MAX_FILE_MEGABYTES + " MB"));
            LoadSettings settings =
                    LoadSettings.builder().setSchema(new FailsafeSchema()).build();
            Node root = new Compose(settings)
                    .composeString(content)
                    .orElseThrow(() -> new IllegalArgumentException("is empty"));
            List<Node> found = List.of(root);
            for (String key : at.isEmpty() ? List.<String>of() : List.of(at.split("\\.", -1))) {
                found = below(found, key);
            }
            List<Each> values = new ArrayList<>();
            for (Node item : items(found)) {
                values.add(each(item));
                warn(path, name, item);
            }
            if (values.isEmpty()) {
                throw new IllegalArgumentException(
                        at.isEmpty() ? "holds no list of values; name its key with at" : "has no value at " + at);
            }
            return values;
        } catch (NoSuchFileException e) {
            path.valueFault(path.redact("file not found: " + name), part);
        } catch (CharacterCodingException e) {
            path.valueFault("is not a UTF-8 text file");
        } catch (InvalidPathException e) {
            path.valueFault("is not a path: " + e.getReason());
        } catch (IOException e) {
            boolean isFolder = Files.isDirectory(folder.resolve(name));
            path.valueFault(isFolder ? "is a folder, not a file" : "cannot be read", part);
        } catch (YamlEngineException e) {
            path.valueFault("is neither valid YAML nor valid JSON");
        } catch (IllegalArgumentException e) {
            path.valueFault(String.valueOf(e.getMessage()));
        }
        return List.of();
    }

    private static void warn(Field path, String file, Node item) {
        if (item instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> warn(path, file, tuple.getValueNode()));
        } else if (item instanceof ScalarNode scalar) {
            int line = scalar.getStartMark().map(Mark::getLine).orElse(0) + 1;
            warn(path, file + ", line " + line, scalar.getValue());
        }
    }

    private static void warn(Field field, String where, String value) {
        HiddenCharacters.firstIn(value)
                .ifPresent(hidden -> field.valueWarning(field.redact("the value in " + where
                        + " contains the invisible character " + hidden + ", which is ignored; delete it there")));
    }

    /** The values of a key in each of the nodes. A key that ends with {@code []} has a list, whose items are meant. */
    private static List<Node> below(List<Node> nodes, String key) {
        String name = key.endsWith(LIST) ? key.substring(0, key.length() - LIST.length()) : key;
        List<Node> found = new ArrayList<>();
        for (Node node : nodes) {
            if (name.isEmpty()) {
                found.add(node);
            } else if (node instanceof MappingNode mapping) {
                mapping.getValue().stream()
                        .filter(tuple -> keyOf(tuple).equals(name))
                        .map(NodeTuple::getValueNode)
                        .forEach(found::add);
            }
        }
        if (found.isEmpty()) {
            List<String> known = nodes.stream()
                    .filter(MappingNode.class::isInstance)
                    .flatMap(node -> ((MappingNode) node).getValue().stream())
                    .map(ForEachParser::keyOf)
                    .distinct()
                    .toList();
            throw new IllegalArgumentException("has no key '" + name + "'" + ConfigException.Fault.hint(name, known));
        }
        return key.endsWith(LIST) ? items(found) : found;
    }

    private static List<Node> items(List<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> node instanceof SequenceNode sequence ? sequence.getValue().stream() : Stream.of(node))
                .toList();
    }

    private static Each each(Node item) {
        if (item instanceof ScalarNode scalar) {
            return Each.of(scalar.getValue());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        if (item instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getValueNode() instanceof ScalarNode scalar) {
                    fields.put(keyOf(tuple), scalar.getValue());
                }
            }
        }
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("holds a value that is neither a text nor an object of texts");
        }
        return Each.of(fields);
    }

    private static String keyOf(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
