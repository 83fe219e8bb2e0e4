package dev.gosync.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON: one value, or one value after the other (JSON lines). The whole file is read, so invalid JSON after the things is an
 * error too. Of an object, only the keys that are needed are kept in memory.
 *
 * @param lines whether the file has one value after the other
 */
record JsonSyntax(boolean lines) implements TreeSyntax {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE) // the whole file is in memory already
                    .build())
            .build();

    @Override
    public boolean isListOfDocuments() {
        return lines;
    }

    @Override
    public void parse(byte[] content, KeyTree keys, Visitor visitor) throws MalformedFileException {
        try (JsonParser parser = FACTORY.createParser(Utf8.decode(content))) {
            if (parser.nextToken() == null) {
                if (lines) {
                    return;
                }
                throw MalformedFileException.at(1, "the file is empty", "Add a list; [] is an empty list.");
            }
            visitor.document(value(parser, keys));
            while (parser.nextToken() != null) {
                if (!lines) {
                    throw MalformedFileException.at(
                            line(parser),
                            "there is text after the end of the JSON value",
                            "Correct the file, or set format: jsonl if it has one value in each line.");
                }
                visitor.document(value(parser, keys));
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw MalformedFileException.at(Math.max(1, line), "invalid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Value value(JsonParser parser, KeyTree keys) throws IOException {
        int line = line(parser);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY) {
            List<Value> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser, keys));
            }
            return new Value(line, token, "", items, Map.of(), List.of());
        }
        if (token == JsonToken.START_OBJECT) {
            Map<String, Value> entries = new HashMap<>();
            List<String> names = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                names.add(name);
                parser.nextToken();
                @Nullable KeyTree below = keys.below(name);
                if (below == null) {
                    parser.skipChildren();
                } else {
                    entries.put(name, value(parser, below));
                }
            }
            // The names are for the message about a missing key.
            boolean isComplete = keys.size() > 0 && entries.size() == keys.size();
            return new Value(line, token, "", List.of(), Map.copyOf(entries), isComplete ? List.of() : names);
        }
        return new Value(line, token, parser.getText(), List.of(), Map.of(), List.of());
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private record Value(
            int line, JsonToken token, String text, List<Value> items, Map<String, Value> entries, List<String> names)
            implements TreeValue {
        @Override
        public boolean isMap() {
            return token == JsonToken.START_OBJECT;
        }

        @Override
        public boolean isList() {
            return token == JsonToken.START_ARRAY;
        }

        @Override
        public boolean isString() {
            return token == JsonToken.VALUE_STRING;
        }

        @Override
        public boolean isNull() {
            return token == JsonToken.VALUE_NULL;
        }

        @Override
        public @Nullable TreeValue get(String key) {
            return entries.get(key);
        }

        @Override
        public Collection<String> keys() {
            return names.isEmpty() ? entries.keySet() : names;
        }

        @Override
        public String described() {
            return switch (token) {
                case START_OBJECT -> "an object";
                case START_ARRAY -> "a list";
                case VALUE_STRING -> "a string";
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                case VALUE_TRUE, VALUE_FALSE -> "true or false";
                default -> "null";
            };
        }
    }
}
