package dev.gosync.file;

import dev.gosync.adapter.Listing;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A list of strings in a YAML 1.2 document. It reads only the nodes on the path to the list. It makes no objects from tags,
 * and it never copies aliases.
 */
record YamlFormat(ListPath at) implements Format {
    @Override
    public String part() {
        return at.part();
    }

    @Override
    public Listing read(byte[] content) throws MalformedFileException {
        String text = Utf8.decode(content);
        try {
            return strings(list(root(text)));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            int line = mark.map(Mark::getLine).orElse(0) + 1;
            throw MalformedFileException.at(
                    line, "invalid YAML: " + Objects.requireNonNullElse(e.getProblem(), "unknown reason"));
        } catch (YamlEngineException e) {
            throw MalformedFileException.whole(
                    "invalid YAML: " + e.getMessage(), "Correct the file; nothing was changed.");
        } catch (StackOverflowError e) {
            throw MalformedFileException.whole("nested too deeply", "Correct the file; nothing was changed.");
        }
    }

    private static Node root(String text) throws MalformedFileException {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                // The whole file is in memory already, and aliases are not copied.
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .build();
        Iterator<Node> documents =
                new Compose(settings).composeAllFromString(text).iterator();
        if (!documents.hasNext()) {
            throw MalformedFileException.at(1, "the file is empty", "Add a list; [] is an empty list.");
        }
        Node root = documents.next();
        if (documents.hasNext()) {
            throw MalformedFileException.at(
                    line(documents.next()), "a second document begins", "Keep only one document in the file.");
        }
        return root;
    }

    private SequenceNode list(Node root) throws MalformedFileException {
        Node node = root;
        for (int depth = 0; depth < at.keys().size(); depth++) {
            if (!(node instanceof MappingNode mapping)) {
                throw at.noKeys(depth, line(node), described(node));
            }
            node = value(mapping, depth);
        }
        if (node instanceof SequenceNode list) {
            return list;
        }
        throw at.noList(line(node), described(node));
    }

    private Node value(MappingNode mapping, int depth) throws MalformedFileException {
        String key = at.keys().get(depth);
        @Nullable Node found = null;
        Set<String> known = new TreeSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode name) {
                known.add(name.getValue());
                if (name.getValue().equals(key)) {
                    if (found != null) {
                        throw at.twice(depth, line(name));
                    }
                    found = entry.getValueNode();
                }
            }
        }
        if (found == null) {
            throw at.missing(depth, known, line(mapping));
        }
        return found;
    }

    private Listing strings(SequenceNode list) throws MalformedFileException {
        List<Node> items = list.getValue();
        Set<String> strings = new LinkedHashSet<>(items.size() * 4 / 3 + 1);
        Map<String, String> positions = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            if (!(item instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
                throw at.noString(line(item), i + 1, described(item));
            }
            String thing = WhiteSpace.strip(scalar.getValue());
            if (thing.isEmpty()) {
                throw at.blank(line(item), i + 1);
            }
            strings.add(thing);
            LineNumbers.note(positions, thing, line(item));
        }
        return new Listing(strings, Map.of(), Map.of(), Map.of(), positions);
    }

    private static String described(Node node) {
        if (node instanceof MappingNode) {
            return "a map";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR)) {
            return "a string";
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return "a number";
        }
        if (tag.equals(Tag.BOOL)) {
            return "true or false";
        }
        return tag.equals(Tag.NULL) ? "null" : "of the type " + tag.getValue();
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
