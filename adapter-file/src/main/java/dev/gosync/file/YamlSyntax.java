package dev.gosync.file;

import java.util.Collection;
import java.util.List;
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
 * YAML 1.2 with one or more documents. It makes no objects from tags, and it never copies aliases. Empty documents are
 * skipped.
 */
record YamlSyntax() implements TreeSyntax {
    @Override
    public void parse(byte[] content, KeyTree keys, Visitor visitor) throws MalformedFileException {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                // The whole file is in memory already, and aliases are not copied.
                .setCodePointLimit(Integer.MAX_VALUE)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .build();
        boolean isEmpty = true;
        try {
            for (Node document : new Compose(settings).composeAllFromString(Utf8.decode(content))) {
                Value value = new Value(document);
                if (!value.isNull()) {
                    isEmpty = false;
                    visitor.document(value);
                }
            }
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
        if (isEmpty) {
            throw MalformedFileException.at(1, "the file is empty", "Add a list; [] is an empty list.");
        }
    }

    private record Value(Node node) implements TreeValue {
        @Override
        public int line() {
            return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
        }

        @Override
        public boolean isMap() {
            return node instanceof MappingNode;
        }

        @Override
        public boolean isList() {
            return node instanceof SequenceNode;
        }

        @Override
        public boolean isString() {
            return node instanceof ScalarNode && node.getTag().equals(Tag.STR);
        }

        @Override
        public boolean isNull() {
            return node.getTag().equals(Tag.NULL);
        }

        @Override
        public String text() {
            return node instanceof ScalarNode scalar ? scalar.getValue() : "";
        }

        @Override
        public List<Value> items() {
            return node instanceof SequenceNode list
                    ? list.getValue().stream().map(Value::new).toList()
                    : List.of();
        }

        @Override
        public @Nullable TreeValue get(String key) throws MalformedFileException {
            @Nullable Node found = null;
            if (node instanceof MappingNode map) {
                for (NodeTuple entry : map.getValue()) {
                    if (entry.getKeyNode() instanceof ScalarNode name
                            && name.getValue().equals(key)) {
                        if (found != null) {
                            throw MalformedFileException.at(
                                    new Value(name).line(),
                                    "the key '" + key + "' is used twice",
                                    "Remove one of them.");
                        }
                        found = entry.getValueNode();
                    }
                }
            }
            return found == null ? null : new Value(found);
        }

        @Override
        public Collection<String> keys() {
            Set<String> keys = new TreeSet<>();
            if (node instanceof MappingNode map) {
                for (NodeTuple entry : map.getValue()) {
                    if (entry.getKeyNode() instanceof ScalarNode name) {
                        keys.add(name.getValue());
                    }
                }
            }
            return keys;
        }

        @Override
        public String described() {
            if (isMap()) {
                return "a map";
            }
            if (isList()) {
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
    }
}
