package dev.gosync.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.gosync.adapter.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A list of strings in a JSON value. It reads the whole file, so invalid JSON after the list is an error too. */
record JsonFormat(ListPath at) implements Format {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE) // the whole file is in memory already
                    .build())
            .build();

    @Override
    public String part() {
        return at.part();
    }

    @Override
    public Listing read(byte[] content) throws MalformedFileException {
        String text = Utf8.decode(content);
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw MalformedFileException.at(1, "the file is empty", "Add a list; [] is an empty list.");
            }
            Listing listing = value(parser, 0);
            if (parser.nextToken() != null) {
                throw MalformedFileException.at(line(parser), "there is text after the end of the JSON value");
            }
            return listing;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw MalformedFileException.at(Math.max(1, line), "invalid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the value at the current token of the parser.
     *
     * @param depth how many keys of the path lead to this value
     */
    private Listing value(JsonParser parser, int depth) throws IOException, MalformedFileException {
        if (depth == at.keys().size()) {
            if (!parser.isExpectedStartArrayToken()) {
                throw at.noList(line(parser), described(parser));
            }
            return strings(parser);
        }
        if (!parser.isExpectedStartObjectToken()) {
            throw at.noKeys(depth, line(parser), described(parser));
        }
        int line = line(parser);
        @Nullable Listing found = null;
        Set<String> known = new TreeSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            known.add(name);
            parser.nextToken();
            if (name.equals(at.keys().get(depth))) {
                found = value(parser, depth + 1);
            } else {
                parser.skipChildren();
            }
        }
        if (found == null) {
            throw at.missing(depth, known, line);
        }
        return found;
    }

    private Listing strings(JsonParser parser) throws IOException, MalformedFileException {
        Set<String> strings = new LinkedHashSet<>();
        Map<String, String> positions = new LinkedHashMap<>();
        for (int position = 1; parser.nextToken() != JsonToken.END_ARRAY; position++) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw at.noString(line(parser), position, described(parser));
            }
            String thing = WhiteSpace.strip(parser.getText());
            if (thing.isEmpty()) {
                throw at.blank(line(parser), position);
            }
            strings.add(thing);
            LineNumbers.note(positions, thing, line(parser));
        }
        return new Listing(strings, Map.of(), Map.of(), Map.of(), positions);
    }

    private static String described(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            default -> "null";
        };
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
