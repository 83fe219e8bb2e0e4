package dev.gosync.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    private static final int MOST_WARNINGS = 10;

    /** A word of the parser that has this many characters of the file in sequence is not shown. */
    private static final int MIN_CONTENT = 5;

    private final String name;
    private final Node root;
    private final IdentityHashMap<Node, Interpolation.Result> texts = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Object> plainValues = new IdentityHashMap<>();
    private final SecretMask mask;
    private final Set<Node> secretNodes = identitySet();
    private final Interpolation interpolation;
    private final List<LocatedProblem> problems = new ArrayList<>();
    private final List<LocatedProblem> warnings = new ArrayList<>();
    private final List<LocatedProblem> missing = new ArrayList<>();
    private final boolean isPartial;
    private final Set<Node> used = identitySet();
    private final SortedSet<String> unset = new TreeSet<>();

    /**
     * What is wrong at a position. It is masked when all secrets of the file are known.
     *
     * @param part the part of the file that only matters if it is used; null if the problem always matters
     */
    private record LocatedProblem(
            Mark mark, String key, String problem, @Nullable Node part) {}

    private Yaml(String name, Node root, Interpolation interpolation, SecretMask mask, boolean isPartial) {
        this.isPartial = isPartial;
        this.name = name;
        this.root = root;
        this.interpolation = interpolation;
        this.mask = mask;
    }

    /**
     * Parses a file. References without a value are no faults yet, see {@link #checkReferences}.
     *
     * @param content the content, which is closed
     * @param name the file in messages
     * @param isPartial whether a reference without a value, and a place that cannot be made, are {@link #missing} and no faults
     * @throws ConfigurationException if the content cannot be read or is not valid YAML
     */
    static Yaml read(Content content, String name, Interpolation interpolation, KnownKeys keys, boolean isPartial) {
        Yaml yaml = new Yaml(name, parsed(text(content, name), name), interpolation, new SecretMask(keys), isPartial);
        yaml.interpolate(yaml.root, ROOT_NAME, null, identitySet(), identitySet());
        yaml.warnOfHiddenCharacters(yaml.root, ROOT_NAME, identitySet());
        return yaml;
    }

    /** The content of the file. */
    interface Content {
        InputStream open() throws IOException;
    }

    Field root() {
        return new Field(this, ROOT_NAME, ROOT_NAME, root, root);
    }

    /**
     * Adds a fault.
     *
     * @param key the key, as {@link #shownKey} returns it
     */
    void fault(Node at, String key, String problem) {
        fault(at, key, problem, null);
    }

    /** Adds a fault that only matters if a part of the file is used. */
    void fault(Node at, String key, String problem, @Nullable Node part) {
        located(part != null).add(new LocatedProblem(at.getStartMark().orElseThrow(), key, problem, part));
    }

    /** Where a problem belongs. {@code canBeMissing} says that other parts of the file can be used without this one. */
    private List<LocatedProblem> located(boolean canBeMissing) {
        return isPartial && canBeMissing ? missing : problems;
    }

    /** Adds a warning. */
    void warning(Node at, String key, String problem) {
        warnings.add(new LocatedProblem(at.getStartMark().orElseThrow(), key, problem, null));
    }

    /** {@return what may be a mistake, in the order of the lines} */
    List<Fault> warnings() {
        List<Fault> all = faults(warnings);
        if (all.size() <= MOST_WARNINGS) {
            return all;
        }
        List<Fault> shown = new ArrayList<>(all.subList(0, MOST_WARNINGS));
        shown.add(Fault.of(name, all.size() - MOST_WARNINGS + " more warnings"));
        return shown;
    }

    /** Shows no value, because it may be a secret. */
    private void warnOfHiddenCharacters(Node node, String key, Set<Node> visited) {
        if (!visited.add(node)) {
            return;
        }
        if (node instanceof ScalarNode scalar) {
            Interpolation.Result result = text(scalar);
            HiddenCharacters.firstIn(scalar.getValue())
                    .ifPresentOrElse(
                            hidden -> warning(scalar, key, containsHidden(hidden)),
                            () -> HiddenCharacters.firstIn(result.text())
                                    .ifPresent(hidden -> warning(
                                            scalar,
                                            key,
                                            "the value of " + String.join(", ", result.references()) + " "
                                                    + containsHidden(hidden))));
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> warnOfHiddenCharacters(item, key, visited));
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String below = shownKey(tuple, key);
                if (tuple.getKeyNode() instanceof ScalarNode name) {
                    HiddenCharacters.firstIn(name.getValue())
                            .ifPresent(hidden -> warning(name, below, "this key " + containsHidden(hidden)));
                }
                warnOfHiddenCharacters(tuple.getValueNode(), below, visited);
            }
        }
    }

    private static String containsHidden(String hidden) {
        return "contains the invisible character " + hidden + "; delete it";
    }

    /** Adds a fault for each wrong reference below a key and, if the values are needed, for each one without a value. */
    void checkReferences(Field field, boolean areNeeded) {
        checkReferences(field.node(), field.shownName(), use(field.name(), ""), areNeeded, identitySet());
    }

    private Interpolation.Use use(String key, String parent) {
        if (key.equals(NotifyParser.URL) && parent.equals(NotifyParser.KEY)) {
            return Interpolation.Use.WEBHOOK;
        }
        return mask.isSecret(key) ? Interpolation.Use.SECRET : Interpolation.Use.PLAIN;
    }

    private void checkReferences(Node node, String key, Interpolation.Use use, boolean areNeeded, Set<Node> visited) {
        if (!visited.add(node)) {
            return;
        }
        if (node instanceof ScalarNode scalar) {
            Interpolation.Result result = text(scalar);
            result.problems().forEach(problem -> fault(scalar, key, problem));
            for (Interpolation.Unset each : result.unset()) {
                unset.add(each.name());
                if (areNeeded) {
                    located(true)
                            .add(new LocatedProblem(scalar.getStartMark().orElseThrow(), key, each.problem(use), null));
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> checkReferences(item, key, use, areNeeded, visited));
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                Interpolation.Use below =
                        tuple.getKeyNode() instanceof ScalarNode scalar && use != Interpolation.Use.SECRET
                                ? use(scalar.getValue(), key)
                                : use;
                checkReferences(tuple.getValueNode(), shownKey(tuple, key), below, areNeeded, visited);
            }
        }
    }

    private String shownKey(NodeTuple tuple, String otherwise) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? shownKey(scalar, tuple.getValueNode()) : otherwise;
    }

    /** {@return what the references without a value refer to} */
    SortedSet<String> unset() {
        return unset;
    }

    /** Copies an entry of a list, with {@code ${each}} replaced. */
    Field copy(Field entry, Each each) {
        Node copy = copy(entry.node(), new IdentityHashMap<>());
        interpolate(copy, entry.shownName(), each, identitySet(), identitySet());
        return new Field(this, entry.name(), entry.shownName(), copy, copy);
    }

    private static Node copy(Node node, IdentityHashMap<Node, Node> known) {
        Node before = known.get(node);
        if (before != null) {
            return before;
        }
        Node copy;
        if (node instanceof ScalarNode scalar) {
            copy = new ScalarNode(
                    scalar.getTag(),
                    false,
                    scalar.getValue(),
                    scalar.getScalarStyle(),
                    scalar.getStartMark(),
                    scalar.getEndMark());
        } else if (node instanceof SequenceNode sequence) {
            copy = new SequenceNode(
                    sequence.getTag(),
                    false,
                    sequence.getValue().stream().map(item -> copy(item, known)).toList(),
                    sequence.getFlowStyle(),
                    sequence.getStartMark(),
                    sequence.getEndMark());
        } else {
            MappingNode mapping = (MappingNode) node;
            copy = new MappingNode(
                    mapping.getTag(),
                    false,
                    mapping.getValue().stream()
                            .map(tuple -> new NodeTuple(tuple.getKeyNode(), copy(tuple.getValueNode(), known)))
                            .toList(),
                    mapping.getFlowStyle(),
                    mapping.getStartMark(),
                    mapping.getEndMark());
        }
        known.put(node, copy);
        return copy;
    }

    /** {@return the key for a message; a key that may contain a secret is hidden} */
    String shownKey(ScalarNode key, Node value) {
        boolean hasValue = !(value instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty());
        return mask.key(key.getValue(), hasValue);
    }

    /** Adds a secret, which no fault shows. */
    void hide(String secret) {
        mask.add(secret);
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

    /** Says that a part of the file is used, so that its faults matter. */
    void use(Field part) {
        used.add(part.node());
    }

    /**
     * Throws the faults, if there are any that matter.
     *
     * @throws ConfigurationException with these faults, in the order of the lines
     */
    void throwFaults() {
        List<Fault> faults = faults(problems);
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    /** {@return what keeps parts of the file from being used, in the order of the lines; empty unless it is read partially} */
    List<Fault> missing() {
        return faults(missing);
    }

    private List<Fault> faults(List<LocatedProblem> all) {
        if (all.isEmpty()) {
            return List.of();
        }
        return all.stream()
                .filter(located -> located.part == null || used.contains(located.part))
                .map(located -> new Fault(
                        name,
                        located.mark.getLine() + 1,
                        located.mark.getColumn() + 1,
                        mask.fault(located.key, located.problem)))
                .distinct()
                .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
                .toList();
    }

    private static String text(Content content, String name) {
        try (InputStream in = content.open()) {
            return FileContent.read(in, MAX_FILE_MEGABYTES * FileContent.MEGABYTE)
                    .orElseThrow(() -> fault(
                            name,
                            "is larger than the limit of " + MAX_FILE_MEGABYTES + " MB for a configuration file"));
        } catch (NoSuchFileException e) {
            throw fault(name, "file not found");
        } catch (CharacterCodingException e) {
            throw fault(name, "is not a UTF-8 text file");
        } catch (IOException e) {
            throw fault(name, "cannot be read");
        }
    }

    private static ConfigurationException fault(String name, String problem) {
        return new ConfigurationException(List.of(Fault.of(name, problem)));
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
                    () -> new ConfigurationException(List.of(new Fault(name, 1, 1, "the file is empty; add syncs"))));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw new ConfigurationException(List.of(new Fault(
                    name,
                    mark.map(Mark::getLine).orElse(-1) + 1,
                    mark.map(Mark::getColumn).orElse(-1) + 1,
                    "is not valid YAML: " + withoutContent(e, text.lines().toList()))));
        } catch (ReaderException e) {
            String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
            throw new ConfigurationException(List.of(new Fault(
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

    /** The problem without words of the file, which may be a secret. */
    private static String withoutContent(MarkedYamlEngineException e, List<String> lines) {
        int last = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0);
        int first = e.getContextMark().map(Mark::getLine).orElse(last);
        StringBuilder content = new StringBuilder();
        for (int line = Math.min(first, last); line <= last && line < lines.size(); line++) {
            content.append(lines.get(line)).append('\n');
        }
        StringJoiner problem = new StringJoiner(" ");
        for (String word : oneLine(Objects.requireNonNullElse(e.getProblem(), e.getContext()))
                .split(" ", -1)) {
            problem.add(isPartlyIn(content, word) ? "(not shown)" : word);
        }
        return problem + (problem.toString().contains("undefined alias") ? "; quote a value that begins with '*'" : "");
    }

    private static String oneLine(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static boolean isPartlyIn(CharSequence content, String word) {
        for (int end = MIN_CONTENT; end <= word.length(); end++) {
            if (content.toString().contains(word.substring(end - MIN_CONTENT, end))) {
                return true;
            }
        }
        return false;
    }

    /** Replaces the variables in every value below a key. Keys are not changed. Visits each node once. */
    private void interpolate(@Nullable Node node, String key, @Nullable Each each, Set<Node> parents, Set<Node> done) {
        if (node instanceof ScalarNode scalar && !texts.containsKey(scalar)) {
            texts.put(scalar, interpolation.of(scalar.getValue(), each));
        } else if (node != null && !(node instanceof ScalarNode) && !done.contains(node)) {
            if (!parents.add(node)) {
                fault(node, key, "contains itself");
                throwFaults();
            }
            if (node instanceof SequenceNode sequence) {
                sequence.getValue().forEach(item -> interpolate(item, key, each, parents, done));
            } else if (node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    interpolate(tuple.getValueNode(), shownKey(tuple, key), each, parents, done);
                    if (tuple.getKeyNode() instanceof ScalarNode scalar && mask.isSecret(scalar.getValue())) {
                        addSecrets(tuple.getValueNode());
                    }
                }
            }
            parents.remove(node);
            done.add(node);
        }
    }

    /** A secret key can have a list or a map by mistake. Then all texts in it are secret. */
    private void addSecrets(@Nullable Node node) {
        if (node == null || !secretNodes.add(node)) {
            return;
        }
        if (node instanceof ScalarNode scalar) {
            Interpolation.Result result = texts.get(scalar);
            if (result == null) { // a key, which has no variables
                mask.add(scalar.getValue());
            } else {
                mask.add(result.text());
                result.inserted().forEach(mask::add);
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::addSecrets);
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                addSecrets(tuple.getKeyNode());
                addSecrets(tuple.getValueNode());
            }
        }
    }
}
