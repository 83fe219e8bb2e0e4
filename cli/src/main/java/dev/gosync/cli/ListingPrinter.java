package dev.gosync.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.adapter.Listing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints what a place holds. */
final class ListingPrinter {
    private final PrintWriter out;
    private final boolean isScreen;

    /**
     * Makes the printer.
     *
     * @param isScreen whether a terminal shows the output, which no name may steer
     */
    ListingPrinter(PrintWriter out, boolean isScreen) {
        this.out = out;
        this.isScreen = isScreen;
    }

    void print(String place, Listing listing, ListingFormat format) {
        List<String> things = listing.things().stream()
                .sorted(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()))
                .toList();
        switch (format) {
            case TEXT -> things.forEach(thing -> out.println(InvisibleCharacters.shownIn(thing)));
            case CSV -> csv(things, listing);
            case JSON -> json(place, things, listing);
        }
        out.flush();
    }

    /** {@return how many members a place has, and how many are left out} */
    static String summary(String place, Listing listing) {
        return place + ": " + members(listing);
    }

    /** {@return how many members a listing has, and how many are left out} */
    static String members(Listing listing) {
        return TextFormat.count(listing.things().size(), "member", "members") + TextFormat.leftOut(listing.leftOut());
    }

    private void csv(List<String> things, Listing listing) {
        boolean areAddresses = things.stream().allMatch(thing -> thing.indexOf('@') > 0);
        Map<String, List<String>> aliases = aliases(listing);
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(areAddresses ? "email" : "name", "aliases", "kept");
            for (String thing : things) {
                csv.writeRecord(
                        cell(thing),
                        cell(String.join(" ", aliases.getOrDefault(thing, List.of()))),
                        cell(listing.kept().getOrDefault(thing, "")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.print(text);
    }

    private String cell(String text) {
        return isScreen ? InvisibleCharacters.shownIn(text) : text;
    }

    private void json(String place, List<String> things, Listing listing) {
        Map<String, List<String>> aliases = aliases(listing);
        new JsonPrinter(out).document("list", ExitCode.DONE, List.of(), json -> {
            json.writeStringField("place", place);
            json.writeArrayFieldStart("things");
            for (String thing : things) {
                json.writeStartObject();
                json.writeStringField("thing", thing);
                JsonPrinter.strings(json, "aliases", aliases.getOrDefault(thing, List.of()));
                Optional<String> kept = Optional.ofNullable(listing.kept().get(thing));
                if (kept.isPresent()) {
                    json.writeStringField("kept", kept.get());
                } else {
                    json.writeNullField("kept");
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("leftOut");
            for (Map.Entry<String, Integer> reason : listing.leftOut().entrySet()) {
                json.writeNumberField(reason.getKey(), reason.getValue());
            }
            json.writeEndObject();
            JsonPrinter.strings(json, "warnings", listing.warnings());
        });
    }

    /** The other spellings of each thing that has some. */
    private static Map<String, List<String>> aliases(Listing listing) {
        return listing.aliases().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    }
}
