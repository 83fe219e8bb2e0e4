package dev.gosync.cli;

import dev.gosync.Outcome;
import dev.gosync.SyncException;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.InvisibleCharacters;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Formats values for output. Text from files and services is escaped with {@link InvisibleCharacters#shownIn}. */
final class TextFormat {
    private static final String TAB = "\t";
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    /** How messages of the library name the kind of a failure. */
    private static final Pattern KIND = Pattern.compile(Arrays.stream(FailureKind.values())
            .map(FailureKind::name)
            .collect(Collectors.joining("|", "\\((", ")\\)")));

    /** What is said of a place at which a run was interrupted. */
    static final String INTERRUPTED = "Interrupted. No further change started.";

    private TextFormat() {}

    /** Whether the user has interrupted the work, and nothing has failed. */
    static boolean isInterrupt(Failure failure) {
        return failure.kind().isEmpty() && failure.problem().equals("interrupted");
    }

    /** {@return the name of an enum constant in configurations and JSON: {@code remove-add}} */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the name of an enum constant for people: {@code rate limited}} */
    static String words(Enum<?> constant) {
        return kebab(constant).replace('-', ' ');
    }

    /** {@return a kind of failure for people} A file sends no answer, so its content is malformed data. */
    private static String kindInWords(FailureKind kind) {
        return kind == FailureKind.MALFORMED_ANSWER ? "malformed data" : words(kind);
    }

    /** {@return the names of constants, in kebab case} */
    static List<String> kebab(Enum<?>... constants) {
        return Arrays.stream(constants).map(constant -> kebab(constant)).toList();
    }

    /** {@return what is said about members without a usable identifier} */
    static String leftOut(Map<String, Integer> leftOut) {
        if (leftOut.isEmpty()) {
            return "";
        }
        StringJoiner reasons = new StringJoiner(", ", "; left out: ", "");
        leftOut.forEach((reason, count) -> reasons.add(count + " " + reason));
        return oneLine(reasons.toString());
    }

    static String count(int count, String singular, String plural) {
        return count + " " + (count == 1 ? singular : plural);
    }

    /** {@return what was thrown, without the name of an exception} */
    static String message(Throwable thrown) {
        return ErrorText.of(thrown);
    }

    static String sign(Action action) {
        return action == Action.ADD ? "+" : "-";
    }

    /** {@return why a thing ended in its state} A failure that is tolerated already need not say how to tolerate it. */
    static String reason(Outcome outcome) {
        return outcome.failure()
                .filter(failure -> isTolerated(outcome))
                .map(failure -> failure.operation() + ": " + failure.problem())
                .orElseGet(outcome::reason);
    }

    /** Whether a failure is tolerated, and says only how to tolerate it. */
    static boolean isTolerated(Outcome outcome) {
        return outcome.state() == Outcome.State.SKIPPED
                && outcome.failure().filter(TextFormat::hasUsualRemedy).isPresent();
    }

    private static boolean hasUsualRemedy(Failure failure) {
        return failure.kind()
                .filter(kind -> kind.usualRemedy().equals(failure.remedy()))
                .isPresent();
    }

    /**
     * Formats a message for people: on one line, so that text of a service cannot make lines, with invisible characters
     * escaped, and with the kind of a failure in words: {@code (rate limited)}.
     */
    static String oneLine(String message) {
        String line = LINE_BREAK
                .splitAsStream(message)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return InvisibleCharacters.shownIn(
                KIND.matcher(line).replaceAll(match -> "(" + kindInWords(FailureKind.valueOf(match.group(1))) + ")"));
    }

    /** {@return the stack trace, with control characters and invisible characters escaped} */
    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        if (thrown instanceof SyncException) {
            // The results show what its message repeats.
            text.getBuffer()
                    .replace(0, thrown.toString().length(), thrown.getClass().getName());
        }
        return LINE_BREAK
                .splitAsStream(text.toString().stripTrailing())
                .map(TextFormat::escapedExceptTabs)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String escapedExceptTabs(String line) {
        return Arrays.stream(line.split(TAB, -1))
                .map(InvisibleCharacters::shownIn)
                .collect(Collectors.joining(TAB));
    }
}
