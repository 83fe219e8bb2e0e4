package dev.gosync.config;

import dev.gosync.Guard;
import dev.gosync.Guards;
import dev.gosync.Objection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The guards that a configuration names and that take a single value. {@code require}, which takes a list, is not one. */
public enum GuardOption {
    /** {@link Guards#maxAdditions} */
    MAX_ADDITIONS("maximum number of additions at one destination", Shape.COUNT),
    /** {@link Guards#maxAdditionShare} */
    MAX_ADDITION_SHARE("maximum additions at one destination, as a share of the larger side", Shape.SHARE),
    /** {@link Guards#maxRemovals} */
    MAX_REMOVALS("maximum number of removals at one destination", Shape.COUNT),
    /** {@link Guards#maxRemovalShare} */
    MAX_REMOVAL_SHARE("maximum removals at one destination, as a share of its members", Shape.SHARE),
    /** {@link Guards#maxChanges} */
    MAX_CHANGES("maximum number of additions and removals at one destination", Shape.COUNT),
    /** {@link Guards#maxChangeShare} */
    MAX_CHANGE_SHARE(
            "maximum changes at one destination, as a share of the larger side (0% to 200%)", Shape.DOUBLE_SHARE),
    /** {@link Guards#minRemaining} */
    MIN_REMAINING("minimum number of members that must remain", Shape.COUNT),
    /** {@link Guards#maxTotalRemovals} */
    MAX_TOTAL_REMOVALS("maximum number of removals at all destinations of a sync together", Shape.COUNT),
    /** {@link Guards#allowEmptySource} */
    ALLOW_EMPTY_SOURCE("whether the source or a part of it may be empty", Shape.SWITCH),
    /** {@link Guards#allowFullReplacement} */
    ALLOW_FULL_REPLACEMENT(
            "whether all members of a destination with 5 or more may be replaced or removed", Shape.SWITCH),
    /** {@link Guards#allowEmptyDestination} */
    ALLOW_EMPTY_DESTINATION("whether a destination may lose its last member", Shape.SWITCH),
    /** {@link Guards#allowShrinking} */
    ALLOW_SHRINKING("whether a destination may shrink to less than half if some members cannot be added", Shape.SWITCH),
    /** Limits how much the source may lose from one run to the next. It needs a journal. */
    MAX_SOURCE_SHRINK("maximum share of the source that may be gone since the last run", Shape.SHARE),
    /** Limits the removals of all runs of 24 hours. It needs a journal. */
    MAX_REMOVALS_PER_DAY(
            "maximum number of removals at one destination in 24 hours, earlier runs included", Shape.COUNT),
    /** Keeps members that no run has added. It needs a journal. */
    ONLY_MANAGED("whether only members that a run has added are removed", Shape.SWITCH),
    /** Keeps members until they have been missing from the source for long enough. It needs a journal. */
    REMOVE_AFTER("how long a member must be missing from the source before it is removed: 3 runs, or 7d", Shape.WAIT);

    static final String REQUIRE = "require";

    /** The kind of value that a guard takes. */
    enum Shape {
        COUNT(Integer.MAX_VALUE, "30", "must be a whole number, 0 or more"),
        SHARE(1, "20%", "must be a share from 0% to 100%, for example 20% or 0.2"),
        DOUBLE_SHARE(2, "20%", "must be a share from 0% to 200%, for example 20% or 0.2"),
        SWITCH(1, "true", "must be true or false"),
        WAIT(Double.MAX_VALUE, "7d", RemoveAfter.EXPECTED);

        /** Digits as in ASCII, without a sign or an exponent. Java's own parsers accept more. */
        private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,10}");

        private static final Pattern DECIMAL_NUMBER = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,20})?");

        private final double max;
        private final String example;
        private final String expected;

        Shape(double max, String example, String expected) {
            this.max = max;
            this.example = example;
            this.expected = expected;
        }

        private double parse(String text) {
            double number = switch (this) {
                case COUNT -> number(text, WHOLE_NUMBER);
                case SHARE, DOUBLE_SHARE ->
                    text.endsWith("%")
                            ? number(text.substring(0, text.length() - 1), DECIMAL_NUMBER) / 100
                            : number(text, DECIMAL_NUMBER);
                case SWITCH -> text.equals("true") ? 1 : text.equals("false") ? 0 : -1;
                case WAIT -> RemoveAfter.parse(text).number();
            };
            if (number < 0 || number > max) {
                throw new IllegalArgumentException(expected);
            }
            return number;
        }

        /** {@return the number, or -1 if the text is not a plain number} */
        private static double number(String text, Pattern pattern) {
            return pattern.matcher(text).matches() ? Double.parseDouble(text) : -1;
        }

        /** {@return a whole number from 0, or -1 if the text is anything else or too large} */
        static int wholeNumber(String text) {
            double number = number(text, WHOLE_NUMBER);
            return number <= Integer.MAX_VALUE ? (int) number : -1;
        }
    }

    private final String help;
    private final Shape shape;

    GuardOption(String help, Shape shape) {
        this.help = help;
        this.shape = shape;
    }

    /** {@return the name in a configuration: {@code max-removals}} */
    public String key() {
        return Values.kebab(this);
    }

    String help() {
        return help;
    }

    Shape shape() {
        return shape;
    }

    /** {@return whether the value is {@code true} or {@code false}; otherwise it is a number or a share} */
    public boolean isSwitch() {
        return shape == Shape.SWITCH;
    }

    /** {@return whether the guard remembers earlier runs, so that it needs a journal} Each can also be {@code false}. */
    public boolean needsJournal() {
        return compareTo(MAX_SOURCE_SHRINK) >= 0;
    }

    /** {@return a value, as it is written in a configuration: {@code 30}, {@code 20%} or {@code true}} */
    public String example() {
        return shape.example;
    }

    /**
     * Parses a value.
     *
     * @param text the value, as it is written in a configuration
     * @return the number; 1 for {@code true} and 0 for {@code false}; for a time to wait, the number of runs or of seconds
     * @throws IllegalArgumentException if the value is invalid; the message says what is expected
     */
    public double number(String text) {
        try {
            return isOff(text) ? 0 : shape.parse(text);
        } catch (IllegalArgumentException e) {
            throw needsJournal() && !isSwitch() ? new IllegalArgumentException(e.getMessage() + ", or false", e) : e;
        }
    }

    boolean isOff(String text) {
        return text.equals("false") && (isSwitch() || needsJournal());
    }

    /** {@return all names} */
    public static List<String> keys() {
        return Arrays.stream(values()).map(GuardOption::key).toList();
    }

    /**
     * Finds the guard with a name.
     *
     * @param key the name
     * @return the guard; empty if no guard has this name
     */
    public static Optional<GuardOption> of(String key) {
        return Arrays.stream(values())
                .filter(option -> option.key().equals(key))
                .findFirst();
    }

    /**
     * Makes the guard with a configured value. One that needs a journal refuses every plan, until another guard with its name
     * replaces it.
     *
     * @param text the value, as it is written in a configuration
     * @return the guard; empty if the value is {@code false}
     * @throws IllegalArgumentException if the value is invalid; the message says what is expected
     */
    public Optional<Guard> guard(String text) {
        double number = number(text);
        if (isOff(text)) {
            return Optional.empty();
        }
        int count = (int) number;
        return Optional.of(
                switch (this) {
                    case MAX_ADDITIONS -> Guards.maxAdditions(count);
                    case MAX_ADDITION_SHARE -> Guards.maxAdditionShare(number);
                    case MAX_REMOVALS -> Guards.maxRemovals(count);
                    case MAX_REMOVAL_SHARE -> Guards.maxRemovalShare(number);
                    case MAX_CHANGES -> Guards.maxChanges(count);
                    case MAX_CHANGE_SHARE -> Guards.maxChangeShare(number);
                    case MIN_REMAINING -> Guards.minRemaining(count);
                    case MAX_TOTAL_REMOVALS -> Guards.maxTotalRemovals(count);
                    case ALLOW_EMPTY_SOURCE -> Guards.allowEmptySource();
                    case ALLOW_FULL_REPLACEMENT -> Guards.allowFullReplacement();
                    case ALLOW_EMPTY_DESTINATION -> Guards.allowEmptyDestination();
                    case ALLOW_SHRINKING -> Guards.allowShrinking();
                    case MAX_SOURCE_SHRINK, MAX_REMOVALS_PER_DAY, ONLY_MANAGED, REMOVE_AFTER -> withoutJournal();
                });
    }

    private Guard withoutJournal() {
        return Guard.of(
                key(),
                plan -> List.of(new Objection(
                        key(),
                        "it is not known what earlier runs did",
                        "a journal of earlier runs",
                        "Use a program that keeps a journal, such as go-sync apply, or take " + key()
                                + " out of the configuration.")));
    }
}
