package dev.gosync.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
     * @param shown the value as the user wrote it, without defaults and without the paths of files
     * @param references the references in it, as in {@code shown}: they can be shown even if the value is secret
     * @param problems why variables could not be replaced; they show no value
     */
    record Result(String text, List<String> inserted, String shown, List<String> references, List<String> problems) {}

    private static final String REMEDY =
            "use ${NAME}, ${NAME:-default} or ${file:path}, or write '$${' for a literal '${'";

    /** The largest file behind {@code ${file:...}}. */
    private static final int MAX_FILE_MEGABYTES = 1;

    private static final String FILE = "file:";

    private final Map<String, String> environment;
    private final Path folder;
    private final Map<String, String> contents = new HashMap<>();

    Interpolation(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    Result of(String raw) {
        if (raw.indexOf('$') < 0) {
            return new Result(raw, List.of(), raw, List.of(), List.of());
        }
        StringBuilder text = new StringBuilder();
        StringBuilder shown = new StringBuilder();
        List<String> inserted = new ArrayList<>();
        List<String> references = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            if (c == '$' && raw.startsWith("$$", at)) {
                text.append('$');
                shown.append("$$");
                at += 2;
            } else if (c == '$' && raw.startsWith("${", at)) {
                int end = raw.indexOf('}', at);
                if (end < 0) {
                    problems.add("'${' has no closing '}'; write '$${' for a literal '${'");
                    break;
                }
                String reference = raw.substring(at + 2, end);
                try {
                    String found = lookUp(reference);
                    inserted.add(found);
                    text.append(found);
                    references.add(shown(reference));
                    shown.append(shown(reference));
                } catch (IllegalArgumentException e) {
                    problems.add(e.getMessage());
                }
                at = end + 1;
            } else {
                text.append(c);
                shown.append(c);
                at++;
            }
        }
        return new Result(text.toString(), inserted, shown.toString(), references, problems);
    }

    /** A default can be a secret, and a user can write a secret where a path belongs. */
    private static String shown(String reference) {
        if (reference.startsWith(FILE)) {
            return "${file:...}";
        }
        int colon = reference.indexOf(":-");
        return colon < 0 ? "${" + reference + "}" : "${" + reference.substring(0, colon) + ":-...}";
    }

    private String lookUp(String reference) {
        if (reference.startsWith(FILE)) {
            String path = reference.substring(FILE.length());
            String known = contents.get(path);
            String content = known == null ? content(path) : known;
            contents.put(path, content);
            return content;
        }
        int colon = reference.indexOf(":-");
        String name = colon < 0 ? reference : reference.substring(0, colon);
        if (!isName(name)) {
            throw new IllegalArgumentException("has an invalid reference that begins with '${'; " + REMEDY);
        }
        String value = environment.get(name);
        if (colon >= 0) {
            return value == null || value.isEmpty() ? reference.substring(colon + 2) : value;
        }
        if (value == null) {
            throw new IllegalArgumentException(
                    isConventional(name)
                            ? "the variable " + name + " is not set; set it or add a default: ${" + name + ":-default}"
                            : "a variable in this value is not set; set it or add a default: ${NAME:-default}."
                                    + " Its name is not shown, because names are usually in capitals, so it may be a"
                                    + " secret");
        }
        return value;
    }

    private String content(String path) {
        try {
            Optional<String> read = FileContent.read(folder.resolve(path), MAX_FILE_MEGABYTES * FileContent.MEGABYTE);
            String content = read.orElseThrow(() -> new IllegalArgumentException(
                    "file is larger than the limit of " + MAX_FILE_MEGABYTES + " MB" + shownPath(path)));
            int end = content.length();
            if (content.endsWith("\n")) {
                end -= content.endsWith("\r\n") ? 2 : 1;
            }
            return content.substring(0, end);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("file not found" + shownPath(path), e);
        } catch (InvalidPathException | IOException e) {
            throw new IllegalArgumentException("file cannot be read" + shownPath(path), e);
        }
    }

    /** Only a path in an existing folder that it names is shown. Other text may be a secret in the wrong position. */
    private String shownPath(String path) {
        try {
            Path parent = Path.of(path).normalize().getParent();
            boolean namesFolder = parent != null && parent.getFileName() != null && !parent.endsWith("..");
            if (namesFolder && Files.isDirectory(folder.resolve(parent))) {
                return ": " + path;
            }
        } catch (InvalidPathException e) {
            // Then it may be a secret, too.
        }
        return "; check the path in '${file:...}' (it is not shown, because it may be a secret)";
    }

    /** Whether a variable has a usual name, such as {@code SLACK_TOKEN}. Tokens have lower-case letters. */
    private static boolean isConventional(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT));
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
