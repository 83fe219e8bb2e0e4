package dev.gosync.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces variables in the values of a configuration: {@code ${NAME}}, {@code ${NAME:-default}} and {@code
 * ${file:/run/secrets/x}}. {@code $$} becomes {@code $}. A {@code $} before any other character stays as it is.
 */
final class Interpolation {
    /**
     * A value after the replacement.
     *
     * @param text the value; do not use it if there are problems
     * @param inserted the values of the variables; they may be secret, so do not show them
     * @param problems why variables could not be replaced
     */
    record Result(String text, List<String> inserted, List<String> problems) {}

    /** The largest file behind {@code ${file:...}}. */
    private static final int MAX_FILE_MEGABYTES = 1;

    private final Map<String, String> environment;
    private final Path folder;
    private final Map<String, String> contents = new HashMap<>();

    Interpolation(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    Result of(String raw) {
        if (raw.indexOf('$') < 0) {
            return new Result(raw, List.of(), List.of());
        }
        StringBuilder text = new StringBuilder();
        List<String> inserted = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            if (c == '$' && raw.startsWith("$$", at)) {
                text.append('$');
                at += 2;
            } else if (c == '$' && raw.startsWith("${", at)) {
                int end = raw.indexOf('}', at);
                if (end < 0) {
                    problems.add("'${' has no closing '}'; write '$${' for a literal '${'");
                    break;
                }
                try {
                    String found = lookUp(raw.substring(at + 2, end));
                    inserted.add(found);
                    text.append(found);
                } catch (IllegalArgumentException e) {
                    problems.add(e.getMessage());
                }
                at = end + 1;
            } else {
                text.append(c);
                at++;
            }
        }
        return new Result(text.toString(), inserted, problems);
    }

    private String lookUp(String reference) {
        if (reference.startsWith("file:")) {
            String path = reference.substring("file:".length());
            String known = contents.get(path);
            String content = known == null ? content(path) : known;
            contents.put(path, content);
            return content;
        }
        int colon = reference.indexOf(":-");
        String name = colon < 0 ? reference : reference.substring(0, colon);
        if (!isName(name)) {
            throw new IllegalArgumentException("'${" + reference
                    + "}' is not a valid variable; use ${NAME}, ${NAME:-default} or ${file:path}, or write '$${' for a"
                    + " literal '${'");
        }
        String value = environment.get(name);
        if (colon >= 0) {
            return value == null || value.isEmpty() ? reference.substring(colon + 2) : value;
        }
        if (value == null) {
            throw new IllegalArgumentException(
                    "the variable " + name + " is not set; set it or add a default: ${" + name + ":-default}");
        }
        return value;
    }

    private String content(String path) {
        try {
            Optional<String> read = FileContent.read(folder.resolve(path), MAX_FILE_MEGABYTES * FileContent.MEGABYTE);
            String content = read.orElseThrow(() -> new IllegalArgumentException(
                    "file is larger than the limit of " + MAX_FILE_MEGABYTES + " MB: " + path));
            int end = content.length();
            if (content.endsWith("\n")) {
                end -= content.endsWith("\r\n") ? 2 : 1;
            }
            return content.substring(0, end);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("file not found: " + path, e);
        } catch (InvalidPathException | IOException e) {
            throw new IllegalArgumentException("file cannot be read: " + path, e);
        }
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
