package dev.gosync.file;

import dev.gosync.adapter.ConfigException.Fault;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The way to the list inside a file: {@code teams.platform.members}. A dot that belongs to a key is written {@code \.};
 * no key at all is the list at the top.
 *
 * @param keys from the outermost to the innermost
 */
record ListPath(List<String> keys) {
    static final ListPath TOP = new ListPath(List.of());

    ListPath {
        keys = List.copyOf(keys);
    }

    static ListPath of(String at) {
        fault(at).ifPresent(problem -> {
            throw new IllegalArgumentException("at " + problem);
        });
        return new ListPath(split(at));
    }

    /** {@return what is wrong with a path, if anything} */
    static Optional<String> fault(String at) {
        return split(at).stream().anyMatch(String::isBlank)
                ? Optional.of("has an empty key in '" + at + "'; write it like teams.platform.members")
                : Optional.empty();
    }

    private static List<String> split(String at) {
        return Arrays.stream(at.split("(?<!\\\\)\\.", -1))
                .map(key -> key.replace("\\.", "."))
                .toList();
    }

    String part() {
        return keys.isEmpty() ? "" : "at " + this;
    }

    MalformedFile missing(int depth, Collection<String> known, int line) {
        String where = depth == 0 ? "at the top, the key " : "under " + upTo(depth) + ", the key ";
        String problem = known.isEmpty()
                ? "'" + keys.get(depth) + "' is missing; there are no keys"
                : Fault.unknownValue("at", keys.get(depth), known).problem();
        return MalformedFile.at(line, where + problem, "Correct at in the configuration, or the file.");
    }

    MalformedFile noKeys(int depth, int line, String found) {
        return MalformedFile.at(
                line,
                (depth == 0 ? "the top" : upTo(depth)) + " is " + found + ", so nothing is called '" + keys.get(depth)
                        + "' there",
                "Correct at in the configuration, or the file.");
    }

    MalformedFile twice(int depth, int line) {
        return MalformedFile.at(line, "the key '" + keys.get(depth) + "' stands there twice", "Remove one of them.");
    }

    MalformedFile noList(int line, String found) {
        String hint =
                keys.isEmpty() ? "Say with at where the list is." : "Correct at in the configuration, or the file.";
        return MalformedFile.at(line, (keys.isEmpty() ? "the top" : this) + " is " + found + " and no list", hint);
    }

    MalformedFile noString(int line, int position, String found) {
        return MalformedFile.at(
                line,
                "item " + position + (keys.isEmpty() ? "" : " of " + this) + " is " + found + " and no string",
                "Put it in quotes if it is meant as text.");
    }

    MalformedFile blank(int line, int position) {
        return MalformedFile.at(line, "item " + position + (keys.isEmpty() ? "" : " of " + this) + " is empty");
    }

    private String upTo(int depth) {
        return new ListPath(keys.subList(0, depth)).toString();
    }

    @Override
    public String toString() {
        return String.join(
                ".", keys.stream().map(key -> key.replace(".", "\\.")).toList());
    }
}
