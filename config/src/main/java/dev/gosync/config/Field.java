package dev.gosync.config;

import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.InvisibleCharacters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A key of a YAML file with its value. If a caller reads the value as another type than it has, the result is empty and
 * the file gets a fault.
 */
final class Field {
    private final Yaml yaml;
    private final String name;
    private final String shownName;
    private final Node key;
    private final Node value;

    Field(Yaml yaml, String name, String shownName, Node key, Node value) {
        this.yaml = yaml;
        this.name = name;
        this.shownName = shownName;
        this.key = key;
        this.value = value;
    }

    String name() {
        return name;
    }

    /** The name as it can be shown. */
    String shownName() {
        return shownName;
    }

    /** The value in the file. All aliases of an anchor are the same node. */
    Node node() {
        return value;
    }

    /** Adds a fault at the value. */
    void valueFault(String problem) {
        valueFault(problem, null);
    }

    /** Adds a fault at the value that only matters if a part of the file is used. */
    void valueFault(String problem, @Nullable Field part) {
        yaml.fault(value, shownName, problem, nodeOf(part));
    }

    private static @Nullable Node nodeOf(@Nullable Field part) {
        return part == null ? null : part.value;
    }

    /** Adds a warning at the value. */
    void valueWarning(String problem) {
        yaml.warning(value, shownName, problem);
    }

    /** Adds a fault at the key. */
    void keyFault(String problem) {
        yaml.fault(key, shownName, problem);
    }

    /** Adds a fault at the key that only matters if a part of the file is used. */
    void keyFault(String problem, @Nullable Field part) {
        yaml.fault(key, shownName, problem, nodeOf(part));
    }

    /** Adds a fault about a key that is missing below this one. */
    void missingKeyFault(String missingKey, String problem) {
        missingKeyFault(missingKey, problem, null);
    }

    /** The same, if it only matters where a part of the file is used. */
    void missingKeyFault(String missingKey, String problem, @Nullable Field part) {
        yaml.fault(key, missingKey, problem, nodeOf(part));
    }

    int line() {
        return key.getStartMark().orElseThrow().getLine() + 1;
    }

    /** The fields below this one. Each key must be one of the known keys. */
    Map<String, Field> fields(Collection<String> known) {
        Map<String, Field> fields = fields();
        fields.values().stream()
                .filter(field -> !known.contains(field.name))
                .forEach(field -> field.unknownKeyFault(known));
        return fields;
    }

    /** Adds the fault of a key that is none of the known ones, and suggests the nearest. */
    void unknownKeyFault(Collection<String> known) {
        unknownKeyFault(ConfigException.Fault.unknownKey(name, known).problem());
    }

    /** The same with a problem that does not show the key. */
    void unknownKeyFault(String problem) {
        boolean isHidden = shownName.equals(SecretMask.HIDDEN_KEY);
        keyFault(
                !isHidden
                        ? problem
                        : problem + "; it is hidden, because it may be a secret"
                                + (name.indexOf(':') > 0 ? "; put a space between a colon and the value" : ""));
    }

    Map<String, Field> fields() {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (!(value instanceof MappingNode mapping)) {
            valueFault("must be a map of keys to values");
            return fields;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                yaml.fault(tuple.getKeyNode(), shownName, "a key must be a string");
                continue;
            }
            Field field = new Field(
                    yaml,
                    keyNode.getValue(),
                    yaml.shownKey(keyNode, tuple.getValueNode()),
                    keyNode,
                    tuple.getValueNode());
            Field before = fields.putIfAbsent(field.name, field);
            if (before != null) {
                field.keyFault("duplicate key, first used on line " + before.line());
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
            valueFault("must be a list");
            return List.of();
        }
        return sequence.getValue().stream()
                .map(item -> new Field(yaml, name, shownName, item, item))
                .toList();
    }

    /** The strings of a list. A single value counts as a list of one. */
    List<String> texts() {
        return value instanceof ScalarNode
                ? text().stream().toList()
                : items().stream().flatMap(item -> item.text().stream()).toList();
    }

    /** Adds a secret, which no fault of the file shows. */
    void hide(String secret) {
        yaml.hide(secret);
    }

    Optional<String> text() {
        if (!(value instanceof ScalarNode scalar)) {
            valueFault("must be a single value");
            return Optional.empty();
        }
        Interpolation.Result result = yaml.text(scalar);
        if (!result.isComplete()) {
            return Optional.empty();
        }
        if (isNull(scalar) || result.text().isBlank()) {
            valueFault("is empty");
            return Optional.empty();
        }
        return Optional.of(result.text());
    }

    /** The value as the user wrote it, before variables were replaced, so it can be shown. */
    String written() {
        return value instanceof ScalarNode scalar ? yaml.text(scalar).shown() : name;
    }

    /** The value for an adapter: a string, or a list or map of strings. */
    Object plain() {
        return plain(value);
    }

    private Object plain(Node node) {
        Object known = yaml.plainValues().get(node);
        Object plain = known == null ? computedPlain(node) : known;
        yaml.plainValues().put(node, plain);
        return plain;
    }

    private Object computedPlain(Node node) {
        if (node instanceof ScalarNode scalar) {
            return isNull(scalar) ? "" : yaml.text(scalar).text();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(this::plain).toList();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        new Field(yaml, name, shownName, node, node).fields().forEach((name, field) -> map.put(name, field.plain()));
        return map;
    }

    /** Whether the value of a variable is part of this value, which may be secret then. */
    boolean hasVariable() {
        return scalars(value).stream()
                .anyMatch(scalar -> !yaml.text(scalar).inserted().isEmpty());
    }

    /** Whether a reference could not be replaced. {@link Yaml#checkReferences} adds the fault for it. */
    boolean hasUnresolvedReference() {
        return scalars(value).stream().anyMatch(scalar -> !yaml.text(scalar).isComplete());
    }

    /**
     * Removes the values of variables from a message, because they may be secret.
     *
     * @return the message as the user wrote the value, or a general message if that is not possible
     */
    String redact(String problem) {
        String redacted = problem;
        for (ScalarNode scalar : scalars(value)) {
            Interpolation.Result result = yaml.text(scalar);
            if (!result.inserted().isEmpty()) {
                redacted = redacted.replace("'" + result.text() + "'", "'" + result.shown() + "'")
                        .replace("'" + InvisibleCharacters.shownIn(result.text()) + "'", "'" + result.shown() + "'");
                String candidate = redacted;
                if (result.inserted().stream()
                        .anyMatch(part -> part.length() > 2
                                && (candidate.contains(part)
                                        || candidate.contains(InvisibleCharacters.shownIn(part))))) {
                    return notShown(result);
                }
            }
        }
        return redacted;
    }

    /** Replaces a message that contains this value. For the values of secret keys. */
    String redactSecret(String problem) {
        return scalars(value).stream()
                .map(yaml::text)
                .filter(result -> !result.text().isBlank() && problem.contains(result.text()))
                .findFirst()
                .map(Field::notShown)
                .orElse(problem);
    }

    private static String notShown(Interpolation.Result result) {
        return result.references().isEmpty()
                ? "is invalid; the value is secret and is not shown"
                : "is invalid; the value comes from '" + String.join("', '", result.references())
                        + "' and is not shown";
    }

    private static boolean isNull(ScalarNode scalar) {
        return scalar.isPlain()
                && (scalar.getValue().equals("null") || scalar.getValue().equals("~"));
    }

    private static List<ScalarNode> scalars(Node node) {
        List<ScalarNode> found = new ArrayList<>();
        collectScalars(node, Yaml.identitySet(), found);
        return found;
    }

    private static void collectScalars(Node node, Set<Node> visited, List<ScalarNode> found) {
        if (!visited.add(node)) {
            return;
        }
        if (node instanceof ScalarNode scalar) {
            found.add(scalar);
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> collectScalars(item, visited, found));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> collectScalars(tuple.getValueNode(), visited, found));
        }
    }
}
