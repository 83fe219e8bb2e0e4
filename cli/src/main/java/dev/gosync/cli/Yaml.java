package dev.gosync.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * A parsed YAML file. Each value is a string with its variables replaced, and knows its line and column. Collects the
 * faults of the file.
 */
final class Yaml {
    private static final String ROOT_NAME = "the file";
    private static final int MAX_FILE_MEGABYTES = 16;
    private static final int MAX_ALIASES = 1000;

    private final String name;
    private final Node root;
    private final IdentityHashMap<Node, Interpolation.Result> texts = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Object> plainValues = new IdentityHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private Yaml(String name, Node root) {
        this.name = name;
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @throws FaultsException if the file cannot be read or is not valid YAML
     */
    static Yaml read(Path file, String name, Interpolation interpolation) {
        Yaml yaml = new Yaml(name, parsed(text(file, name), name));
        yaml.interpolate(yaml.root, ROOT_NAME, interpolation, identitySet(), identitySet());
        return yaml;
    }

    Field root() {
        return new Field(this, ROOT_NAME, root, root);
    }

    void fault(Node at, String problem) {
        Mark mark = at.getStartMark().orElseThrow();
        faults.add(new Fault(name, mark.getLine() + 1, mark.getColumn() + 1, problem));
    }

    Interpolation.Result text(ScalarNode node) {
        return Objects.requireNonNull(texts.get(node));
    }

    /** The values of nodes that were computed before, so that aliases of aliases take linear time. */
    Map<Node, Object> plainValues() {
        return plainValues;
    }

    static Set<Node> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /**
     * Throws the faults, if there are any.
     *
     * @throws FaultsException with all faults, in the order of the lines
     */
    void throwFaults() {
        if (!faults.isEmpty()) {
            throw new FaultsException(faults.stream()
                    .distinct()
                    .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
                    .toList());
        }
    }

    private static String text(Path file, String name) {
        try {
            return FileContent.read(file, MAX_FILE_MEGABYTES * FileContent.MEGABYTE)
                    .orElseThrow(() -> fault(
                            name,
                            "is larger than the limit of " + MAX_FILE_MEGABYTES + " MB for a configuration file"));
        } catch (NoSuchFileException e) {
            throw fault(name, "file not found");
        } catch (CharacterCodingException e) {
            throw fault(name, "is not a UTF-8 text file");
        } catch (IOException e) {
            throw fault(name, Files.isDirectory(file) ? "is a folder, not a file" : "cannot be read");
        }
    }

    private static FaultsException fault(String name, String problem) {
        return new FaultsException(List.of(Fault.of(name, problem)));
    }

    private static Node parsed(String text, String name) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new FailsafeSchema())
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(MAX_FILE_MEGABYTES * FileContent.MEGABYTE)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(withoutByteOrderMark(text));
            return root.orElseThrow(
                    () -> new FaultsException(List.of(new Fault(name, 1, 1, "the file is empty; add syncs"))));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw new FaultsException(List.of(new Fault(
                    name,
                    mark.map(Mark::getLine).orElse(-1) + 1,
                    mark.map(Mark::getColumn).orElse(-1) + 1,
                    "is not valid YAML: " + oneLine(Objects.requireNonNullElse(e.getProblem(), e.getContext())))));
        } catch (ReaderException e) {
            String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
            throw new FaultsException(List.of(new Fault(
                    name,
                    (int) before.chars().filter(c -> c == '\n').count() + 1,
                    before.length() - before.lastIndexOf('\n'),
                    "is not valid YAML: control characters are not allowed")));
        } catch (YamlEngineException e) {
            throw fault(name, "is not valid YAML: " + oneLine(String.valueOf(e.getMessage())));
        }
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').strip();
    }

    /** Replaces the variables in every value below a key. Keys are not changed. Visits each node once. */
    private void interpolate(
            @Nullable Node node, String key, Interpolation interpolation, Set<Node> parents, Set<Node> done) {
        if (node instanceof ScalarNode scalar && !texts.containsKey(scalar)) {
            Interpolation.Result result = interpolation.of(scalar.getValue());
            texts.put(scalar, result);
            result.problems().forEach(problem -> fault(scalar, key + ": " + problem));
        } else if (node != null && !(node instanceof ScalarNode) && !done.contains(node)) {
            if (!parents.add(node)) {
                fault(node, key + ": contains itself");
                throwFaults();
            }
            if (node instanceof SequenceNode sequence) {
                sequence.getValue().forEach(item -> interpolate(item, key, interpolation, parents, done));
            } else if (node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : key;
                    interpolate(tuple.getValueNode(), name, interpolation, parents, done);
                }
            }
            parents.remove(node);
            done.add(node);
        }
    }
}
