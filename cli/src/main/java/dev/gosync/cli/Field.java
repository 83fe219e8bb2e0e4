package dev.gosync.cli;

import dev.gosync.ConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One value of a YAML file and the key it stands under. Whoever asks it for what it is not gets nothing, and the file has
 * a fault.
 */
final class Field {
    private final Yaml yaml;
    private final String name;
    private final Node key;
    private final Node value;

    Field(Yaml yaml, String name, Node key, Node value) {
        this.yaml = yaml;
        this.name = name;
        this.key = key;
        this.value = value;
    }

    String name() {
        return name;
    }

    /** Notes that the value is wrong. */
    void wrong(String problem) {
        yaml.fault(value, name + ": " + problem);
    }

    /** Notes that the key should not stand here, or that something about it is missing. */
    void wrongKey(String problem) {
        yaml.fault(key, name + ": " + problem);
    }

    /** Notes that something is missing here. */
    void wrongWithin(String missing, String problem) {
        yaml.fault(key, missing + ": " + problem);
    }

    int line() {
        return key.getStartMark().orElseThrow().getLine() + 1;
    }

    /** The values by their keys, which must be among those known. */
    Map<String, Field> fields(Collection<String> known) {
        Map<String, Field> fields = fields();
        fields.values().stream()
                .filter(field -> !known.contains(field.name))
                .forEach(field -> field.wrongKey(
                        ConfigException.Fault.unknownKey(field.name, known).problem()));
        return fields;
    }

    Map<String, Field> fields() {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (!(value instanceof MappingNode mapping)) {
            wrong("must be keys with a value each");
            return fields;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                yaml.fault(tuple.getKeyNode(), name + ": a key must be a single word");
                continue;
            }
            Field field = new Field(yaml, keyNode.getValue(), keyNode, tuple.getValueNode());
            Field before = fields.putIfAbsent(field.name, field);
            if (before != null) {
                field.wrongKey("stands here twice, first in line " + before.line());
            }
        }
        return fields;
    }

    boolean isMap() {
        return value instanceof MappingNode;
    }

    boolean isList() {
        return value instanceof SequenceNode;
    }

    List<Field> items() {
        if (!(value instanceof SequenceNode sequence)) {
            wrong("must be a list");
            return List.of();
        }
        return sequence.getValue().stream()
                .map(item -> new Field(yaml, name, item, item))
                .toList();
    }

    /** The strings of a list, or of a single value where a list of one is meant. */
    List<String> texts() {
        return value instanceof ScalarNode
                ? text().stream().toList()
                : items().stream().flatMap(item -> item.text().stream()).toList();
    }

    Optional<String> text() {
        if (!(value instanceof ScalarNode scalar)) {
            wrong("must be one value");
            return Optional.empty();
        }
        Interpolation.Result result = yaml.text(scalar);
        if (!result.problems().isEmpty()) {
            return Optional.empty();
        }
        if (isNull(scalar) || result.text().isBlank()) {
            wrong("is empty");
            return Optional.empty();
        }
        return Optional.of(result.text());
    }

    /** The value as it may be shown: as it was written, with nothing put in. */
    String shown() {
        return value instanceof ScalarNode scalar ? scalar.getValue() : name;
    }

    /** The value as an adapter takes it: strings, lists and maps of them. */
    Object plain() {
        return plain(value);
    }

    private Object plain(Node node) {
        if (node instanceof ScalarNode scalar) {
            return isNull(scalar) ? "" : yaml.text(scalar).text();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(this::plain).toList();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        new Field(yaml, name, node, node).fields().forEach((name, field) -> map.put(name, field.plain()));
        return map;
    }

    /** Whether something could not be put in, which is a fault already. */
    boolean isBroken() {
        return scalars(value).stream()
                .anyMatch(scalar -> !yaml.text(scalar).problems().isEmpty());
    }

    /**
     * What a message about this value may say.
     *
     * @return the message, or a duller one where it would give away what was put in
     */
    String discreet(String problem) {
        String discreet = problem;
        for (ScalarNode scalar : scalars(value)) {
            Interpolation.Result result = yaml.text(scalar);
            if (!result.inserted().isEmpty()) {
                discreet = discreet.replace("'" + result.text() + "'", "'" + scalar.getValue() + "'");
                String candidate = discreet;
                if (result.inserted().stream().anyMatch(part -> part.length() > 2 && candidate.contains(part))) {
                    return "is wrong with what was put in for '" + scalar.getValue() + "'";
                }
            }
        }
        return discreet;
    }

    /** The same for a value that is a secret, wherever it comes from. */
    String secretive(String problem) {
        return scalars(value).stream()
                        .map(scalar -> yaml.text(scalar).text())
                        .anyMatch(secret -> !secret.isBlank() && problem.contains(secret))
                ? "is wrong with a secret"
                : problem;
    }

    private static boolean isNull(ScalarNode scalar) {
        return scalar.isPlain()
                && (scalar.getValue().equals("null") || scalar.getValue().equals("~"));
    }

    private static List<ScalarNode> scalars(Node node) {
        List<ScalarNode> found = new ArrayList<>();
        if (node instanceof ScalarNode scalar) {
            found.add(scalar);
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> found.addAll(scalars(item)));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> found.addAll(scalars(tuple.getValueNode())));
        }
        return found;
    }
}
