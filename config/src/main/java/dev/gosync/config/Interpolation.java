package dev.gosync.config;

import java.io.IOException;
import java.io.Serial;
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
import org.jspecify.annotations.Nullable;

/**
 * Replaces variables in the values of a configuration: {@code ${NAME}}, {@code ${NAME:-default}} and {@code
 * ${file:/run/secrets/x}}; and {@code ${each}} in a sync with {@code for-each}. {@code $$} becomes {@code $}. A {@code $}
 * before any other character stays as it is.
 */
final class Interpolation {
    /**
     * A value after the replacement.
     *
     * @param text the value; do not use it if there are problems
     * @param inserted the values of the variables; they may be secret, so do not show them
     * @param shown the value as the user wrote it, without defaults and without the paths of files
     * @param references the references in it, as in {@code shown}: they can be shown even if the value is secret
     * @param problems which references are wrong; they show no value
     * @param unset why variables have no value, although the references to them are right
     */
    record Result(
            String text,
            List<String> inserted,
            String shown,
            List<String> references,
            List<String> problems,
            List<Unset> unset) {
        boolean isComplete() {
            return problems.isEmpty() && unset.isEmpty();
        }
    }

    /** What the value of a key is, which decides what to do about a variable that is not set. */
    enum Use {
        PLAIN,
        SECRET,
        /** The address of a webhook. Without it, no message is sent. */
        WEBHOOK
    }

    /**
     * A variable or a file without a value.
     *
     * @param name what can be shown of it: the name of a variable, or {@code ${file:...}}
     * @param problem what is wrong; for a file also what would be right
     * @param isNamedVariable whether it is a variable whose name can be shown
     */
    record Unset(String name, String problem, boolean isNamedVariable) {
        /** {@return what is wrong and what would be right} A secret has no default. */
        String problem(Use use) {
            if (!isNamedVariable) {
                return problem;
            }
            String secret = "; set it in the shell (read -rs " + name + "; export " + name
                    + ") or from a secret of the CI job, or use a file: ${file:PATH}";
            return problem
                    + switch (use) {
                        case PLAIN -> "; set it (export " + name + "=...) or add a default: ${" + name + ":-default}";
                        case SECRET -> secret;
                        case WEBHOOK -> secret + ". To send no message where it is not set: ${" + name + ":-}";
                    };
        }
    }

    /** A reference is right, but nothing is behind it. */
    private static final class UnsetException extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        private final boolean isNamedVariable;

        UnsetException(String problem, boolean isNamedVariable, @Nullable Throwable cause) {
            super(problem, cause);
            this.isNamedVariable = isNamedVariable;
        }
    }

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

    /**
     * Replaces the references in a value.
     *
     * @param each the value of {@code ${each}}; null outside a {@code for-each}
     */
    Result of(String raw, @Nullable Each each) {
        if (raw.indexOf('$') < 0) {
            return new Result(raw, List.of(), raw, List.of(), List.of(), List.of());
        }
        StringBuilder text = new StringBuilder();
        StringBuilder shown = new StringBuilder();
        List<String> inserted = new ArrayList<>();
        List<String> references = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<Unset> unset = new ArrayList<>();
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
                    if (Each.isReference(reference)) {
                        String value = valueOf(reference, each);
                        text.append(value);
                        boolean isSecret = each != null && each.isFromVariable();
                        if (isSecret) {
                            inserted.add(value);
                            references.add("${" + reference + "}");
                        }
                        shown.append(isSecret ? "${" + reference + "}" : value);
                    } else {
                        String found = lookUp(reference);
                        inserted.add(found);
                        text.append(found);
                        references.add(shown(reference));
                        shown.append(shown(reference));
                    }
                } catch (IllegalArgumentException e) {
                    problems.add(e.getMessage());
                } catch (UnsetException e) {
                    unset.add(new Unset(name(reference), String.valueOf(e.getMessage()), e.isNamedVariable));
                }
                at = end + 1;
            } else {
                text.append(c);
                shown.append(c);
                at++;
            }
        }
        return new Result(text.toString(), inserted, shown.toString(), references, problems, unset);
    }

    private static String valueOf(String reference, @Nullable Each each) {
        if (each == null) {
            throw new IllegalArgumentException("${" + Each.NAME + "} has a value only in a sync with for-each");
        }
        return each.valueOf(reference);
    }

    /** What can be shown of a reference without a value. */
    private static String name(String reference) {
        return reference.startsWith(FILE) ? "${file:...}" : isConventional(reference) ? reference : "(hidden name)";
    }

    /** A default can be a secret, and a user can write a secret where a path belongs. */
    private static String shown(String reference) {
        if (reference.startsWith(FILE)) {
            return "${file:...}";
        }
        int colon = reference.indexOf(":-");
        return colon < 0 ? "${" + reference + "}" : "${" + reference.substring(0, colon) + ":-...}";
    }

    private String lookUp(String reference) throws UnsetException {
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
            throw new UnsetException(
                    isConventional(name)
                            ? "the variable " + name + " is not set"
                            : "a variable in this value is not set. Its name is not shown, because names are usually in"
                                    + " capitals, so it may be a secret; write the name of a variable, such as ${TOKEN}",
                    isConventional(name),
                    null);
        }
        return value;
    }

    private String content(String path) throws UnsetException {
        try {
            Optional<String> read = FileContent.read(folder.resolve(path), MAX_FILE_MEGABYTES * FileContent.MEGABYTE);
            String content = read.orElseThrow(() -> new UnsetException(
                    "file is larger than the limit of " + MAX_FILE_MEGABYTES + " MB" + shownPath(path), false, null));
            int end = content.length();
            if (content.endsWith("\n")) {
                end -= content.endsWith("\r\n") ? 2 : 1;
            }
            return content.substring(0, end);
        } catch (NoSuchFileException e) {
            throw new UnsetException("file not found" + shownPath(path), false, e);
        } catch (InvalidPathException | IOException e) {
            throw new UnsetException("file cannot be read" + shownPath(path), false, e);
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
