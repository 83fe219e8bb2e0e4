package dev.gosync.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads saved plans. Nothing in a file counts before its last line was found to match all others. */
final class PlanFileReader {
    private static final int MAX_BYTES = 1 << 30;

    private static final Pattern LAST_FIELD =
            Pattern.compile(" {2}\"(" + Seal.DIGEST + "|" + Seal.HMAC + ")\" : \"([0-9a-f]{64})\"\n\\}\n");

    private static final int LONGEST_LAST_FIELD = 128;

    /** What a file must begin with, and the number of its format. */
    private record Head(boolean isPlan, int format) {}

    private final JsonParser json;

    private PlanFileReader(JsonParser json) {
        this.json = json;
    }

    /** Whether a file says that it is a saved plan, even if it was edited since. */
    static boolean isPlan(InputStream in) throws IOException {
        return head(in.readNBytes(LONGEST_LAST_FIELD)).isPlan();
    }

    static SavedPlan read(Path file, PlanKey key) {
        byte[] content = content(file);
        Head head = head(content);
        if (!head.isPlan()) {
            throw new JournalException(
                    file + " is not a saved plan" + (content.length == 0 ? ": it is empty" : "")
                            + ". Name a file that go-sync plan --out has written",
                    null);
        }
        if (head.format() > PlanFileWriter.FORMAT) {
            throw new JournalException(
                    file + " was written by a newer version of Go Sync. Use that version, or plan again", null);
        }
        checkSeal(file, content, key);
        try (JsonParser json = new JsonFactory().createParser(content)) {
            return new PlanFileReader(json).plan(file.toString());
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            throw new JournalException(
                    file + " is not a saved plan, although it looks like one (" + Texts.reason(e) + "). Plan again", e);
        }
    }

    private static byte[] content(Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new JournalException(
                        file + " is not a file. Name a file that go-sync plan --out has written", null);
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new JournalException(
                        file + " is larger than 1 GB, so it is not a saved plan. Name another file", null);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new JournalException(file + " does not exist. To make it: go-sync plan FILE --out " + file, e);
        } catch (IOException e) {
            throw new JournalException(
                    file + " cannot be read: " + Texts.reason(e) + ". Run as the user who owns the file", e);
        }
    }

    private static Head head(byte[] content) {
        try (JsonParser json = new JsonFactory().createParser(content)) {
            boolean isPlan = json.nextToken() == JsonToken.START_OBJECT
                    && "type".equals(json.nextFieldName())
                    && PlanFileWriter.TYPE.equals(json.nextTextValue());
            boolean hasFormat = isPlan && "format".equals(json.nextFieldName());
            return new Head(isPlan, hasFormat ? json.nextIntValue(0) : 0);
        } catch (IOException e) {
            return new Head(false, 0);
        }
    }

    private static void checkSeal(Path file, byte[] content, PlanKey key) {
        int from = Math.max(0, content.length - LONGEST_LAST_FIELD);
        String end = new String(content, from, content.length - from, StandardCharsets.ISO_8859_1);
        Matcher matcher = LAST_FIELD.matcher(end);
        int last = end.lastIndexOf("  \"");
        if (last < 0 || !matcher.region(last, end.length()).matches()) {
            throw new SavedPlanException(
                    end.stripTrailing().endsWith("}")
                            ? edited(file)
                            : file + " is cut short: its last lines are missing. Copy it again, or plan again");
        }
        boolean isSigned = matcher.group(1).equals(Seal.HMAC);
        if (isSigned && !key.isPresent()) {
            throw new SavedPlanException(
                    file + " is signed with a key. Name the file of that key with --plan-key-file");
        }
        if (!isSigned && key.isPresent()) {
            throw new SavedPlanException(
                    file + " is not signed, but a key was named. Plan again with --plan-key-file, or name no key");
        }
        Seal seal = key.seal();
        seal.take(content, 0, from + last);
        if (!seal.matches(matcher.group(2))) {
            throw new SavedPlanException(
                    isSigned
                            ? file + " was edited after it was saved, or is signed with another key."
                                    + " Plan again, and use the same key for both commands"
                            : edited(file));
        }
    }

    private static String edited(Path file) {
        return file + " was edited after it was saved. Copy it again without any change, or plan again";
    }

    private SavedPlan plan(String name) throws IOException {
        Map<String, String> texts = new HashMap<>();
        Map<String, Long> numbers = new HashMap<>();
        List<String> only = new ArrayList<>();
        List<String> syncs = new ArrayList<>();
        List<SavedPlace> places = new ArrayList<>();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "madeBy", "configuration" -> object(field, texts, numbers, Map.of("only", only));
                case "counts" -> object(field, texts, numbers, Map.of());
                case "syncs" -> strings(syncs);
                case "places" -> places(places);
                default -> value(field, texts, numbers);
            }
        }
        RunInfo madeBy = new RunInfo(
                required(texts, "madeBy.command"),
                required(texts, "configuration.name"),
                required(texts, "configuration.file"),
                required(texts, "configuration.digest"),
                required(texts, "madeBy.version"),
                required(texts, "madeBy.user"),
                required(texts, "madeBy.host"),
                required(numbers, "madeBy.pid"),
                Optional.empty(),
                Optional.empty());
        SavedPlan plan = new SavedPlan(
                name, required(texts, "plan"), madeBy, Instant.parse(required(texts, "madeAt")), only, syncs, places);
        if (required(numbers, "counts.additions") != plan.count(Action.ADD)
                || required(numbers, "counts.removals") != plan.count(Action.REMOVE)
                || required(numbers, "counts.cannotAdd") != plan.cannotAdd()) {
            throw new IOException("its counts are wrong");
        }
        return plan;
    }

    private void places(List<SavedPlace> places) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> texts = new HashMap<>();
            Map<String, Long> numbers = new HashMap<>();
            List<String> additions = new ArrayList<>();
            List<String> removals = new ArrayList<>();
            Map<String, String> cannotAdd = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "additions" -> strings(additions);
                    case "removals" -> strings(removals);
                    case "cannotAdd" -> refused(cannotAdd);
                    case "source", "place" -> object(field, texts, numbers, Map.of());
                    default -> value(field, texts, numbers);
                }
            }
            places.add(new SavedPlace(
                    required(texts, "sync"),
                    reading("source", texts, numbers),
                    reading("place", texts, numbers),
                    Texts.constant(Mode.class, required(texts, "mode")),
                    List.copyOf(additions),
                    List.copyOf(removals),
                    cannotAdd));
        }
    }

    private static SavedPlace.Reading reading(String side, Map<String, String> texts, Map<String, Long> numbers)
            throws IOException {
        return new SavedPlace.Reading(
                required(texts, side + ".name"),
                Math.toIntExact(required(numbers, side + ".size")),
                required(texts, side + ".digest"),
                Instant.parse(required(texts, side + ".readAt")));
    }

    private void refused(Map<String, String> cannotAdd) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> texts = new HashMap<>();
            object("", texts, new HashMap<>(), Map.of());
            cannotAdd.put(required(texts, ".thing"), required(texts, ".reason"));
        }
    }

    /** Reads an object whose values are texts, numbers and lists. Their names begin with that of the object. */
    private void object(
            String name, Map<String, String> texts, Map<String, Long> numbers, Map<String, List<String>> lists)
            throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            List<String> list = lists.get(field);
            if (list != null) {
                strings(list);
            } else {
                value(name + "." + field, texts, numbers);
            }
        }
    }

    private void value(String name, Map<String, String> texts, Map<String, Long> numbers) throws IOException {
        switch (json.currentToken()) {
            case VALUE_STRING -> texts.put(name, json.getText());
            case VALUE_NUMBER_INT -> numbers.put(name, json.getLongValue());
            default -> json.skipChildren(); // a later version may add fields
        }
    }

    private void strings(List<String> strings) throws IOException {
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            strings.add(json.getText());
        }
    }

    private static <T> T required(Map<String, T> values, String name) throws IOException {
        T value = values.get(name);
        if (value == null) {
            throw new IOException("it has no " + name);
        }
        return value;
    }
}
