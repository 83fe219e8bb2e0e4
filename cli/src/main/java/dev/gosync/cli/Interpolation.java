package dev.gosync.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts variables and files into the values of a configuration: {@code ${NAME}}, {@code ${NAME:-default}}, {@code
 * ${file:/run/secrets/x}}. {@code $$} is a dollar sign, and so is a {@code $} before anything else.
 */
final class Interpolation {
    /**
     * A value with everything put in.
     *
     * @param text the value
     * @param inserted what came from elsewhere and is not to be shown
     * @param problems why it could not be done; then the text is of no use
     */
    record Result(String text, List<String> inserted, List<String> problems) {}

    private final Map<String, String> environment;
    private final Path folder;

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
                    problems.add("'${' has no '}'; write '$${' for these two characters themselves");
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
            return content(reference.substring("file:".length()));
        }
        int colon = reference.indexOf(":-");
        String name = colon < 0 ? reference : reference.substring(0, colon);
        if (!isName(name)) {
            throw new IllegalArgumentException("'${" + reference
                    + "}' is none of ${NAME}, ${NAME:-default} and ${file:path}; write '$${' for '${' itself");
        }
        String value = environment.get(name);
        if (colon >= 0) {
            return value == null || value.isEmpty() ? reference.substring(colon + 2) : value;
        }
        if (value == null) {
            throw new IllegalArgumentException(
                    "the variable " + name + " is not set; set it, or give a default: ${" + name + ":-default}");
        }
        return value;
    }

    private String content(String path) {
        try {
            String content = Files.readString(folder.resolve(path), StandardCharsets.UTF_8);
            int end = content.length();
            if (content.endsWith("\n")) {
                end -= content.endsWith("\r\n") ? 2 : 1;
            }
            return content.substring(0, end);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("the file " + path + " is not there", e);
        } catch (InvalidPathException | IOException e) {
            throw new IllegalArgumentException("the file " + path + " cannot be read", e);
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
