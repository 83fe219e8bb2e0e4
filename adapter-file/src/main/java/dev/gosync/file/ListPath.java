package dev.gosync.file;

import dev.gosync.adapter.ConfigException.Fault;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The path to the list in a file, as keys with dots between them: {@code teams.platform.members}. A dot that is part of a
 * key is written {@code \.}.
 *
 * @param keys from the outermost to the innermost; empty if the list is at the top
 */
record ListPath(List<String> keys) {
    static final ListPath TOP = new ListPath(List.of());

    private static final String WRONG_PATH = "Correct at in the configuration, or the file.";

    ListPath {
        keys = List.copyOf(keys);
    }

    static ListPath of(String at) {
        fault(at).ifPresent(problem -> {
            throw new IllegalArgumentException("at " + problem);
        });
        return new ListPath(split(at));
    }

    /** {@return what is wrong with a path; empty if it is valid} */
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

    MalformedFileException missing(int depth, Collection<String> known, int line) {
        String where = depth == 0 ? "at the top, the key " : "under " + upTo(depth) + ", the key ";
        String problem = known.isEmpty()
                ? "'" + keys.get(depth) + "' is missing; there are no keys"
                : Fault.unknownValue("at", keys.get(depth), known).problem();
        return MalformedFileException.at(line, where + problem, WRONG_PATH);
    }

    MalformedFileException noKeys(int depth, int line, String found) {
        return MalformedFileException.at(
                line,
                (depth == 0 ? "the top" : upTo(depth)) + " is " + found + ", so it has no key '" + keys.get(depth)
                        + "'",
                WRONG_PATH);
    }

    MalformedFileException twice(int depth, int line) {
        return MalformedFileException.at(
                line, "the key '" + keys.get(depth) + "' is used twice", "Remove one of them.");
    }

    MalformedFileException noList(int line, String found) {
        String hint = keys.isEmpty() ? "Set at to the path of the list." : WRONG_PATH;
        return MalformedFileException.at(
                line, (keys.isEmpty() ? "the top" : this) + " is " + found + ", not a list", hint);
    }

    MalformedFileException noString(int line, int position, String found) {
        return MalformedFileException.at(
                line,
                "item " + position + (keys.isEmpty() ? "" : " of " + this) + " is " + found + ", not a string",
                "Put it in quotes if it is a string.");
    }

    MalformedFileException blank(int line, int position) {
        return MalformedFileException.at(
                line, "item " + position + (keys.isEmpty() ? "" : " of " + this) + " is empty");
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
