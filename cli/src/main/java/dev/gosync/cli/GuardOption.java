package dev.gosync.cli;

import dev.gosync.Guard;
import dev.gosync.Guards;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The guards that have one value each; {@code require}, a list, is the only one besides. */
enum GuardOption {
    MAX_ADDITIONS("the most additions at one destination", Shape.COUNT),
    MAX_ADDITION_SHARE("the same as a share of the larger side", Shape.SHARE),
    MAX_REMOVALS("the most removals at one destination", Shape.COUNT),
    MAX_REMOVAL_SHARE("the same as a share of the members read", Shape.SHARE),
    MAX_CHANGES("the most additions and removals at one destination", Shape.COUNT),
    MAX_CHANGE_SHARE("the same as a share of the larger side; everybody replaced is 200%", Shape.DOUBLE_SHARE),
    MIN_REMAINING("the least members that must be there afterwards", Shape.COUNT),
    MAX_TOTAL_REMOVALS("the most removals at all destinations of a sync together", Shape.COUNT),
    ALLOW_EMPTY_SOURCE("whether the source, or a part of it, may be empty", Shape.SWITCH),
    ALLOW_FULL_REPLACEMENT("whether a destination of 5 or more may lose everybody", Shape.SWITCH);

    static final String REQUIRE = "require";

    /** What a value looks like. */
    enum Shape {
        COUNT(Integer.MAX_VALUE, "must be a whole number, 0 or more"),
        SHARE(1, "must be a share, such as 20% or 0.2, of at most 100%"),
        DOUBLE_SHARE(2, "must be a share, such as 20% or 0.2, of at most 200%"),
        SWITCH(1, "must be true or false");

        private final double largest;
        private final String wanted;

        Shape(double largest, String wanted) {
            this.largest = largest;
            this.wanted = wanted;
        }

        private double read(String text) {
            double number;
            try {
                number = switch (this) {
                    case COUNT -> Integer.parseInt(text);
                    case SHARE, DOUBLE_SHARE ->
                        text.endsWith("%")
                                ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                                : Double.parseDouble(text);
                    case SWITCH -> text.equals("true") ? 1 : text.equals("false") ? 0 : -1;
                };
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(wanted, e);
            }
            if (!(number >= 0 && number <= largest)) {
                throw new IllegalArgumentException(wanted);
            }
            return number;
        }
    }

    private final String help;
    private final Shape shape;

    GuardOption(String help, Shape shape) {
        this.help = help;
        this.shape = shape;
    }

    String key() {
        return Words.kebab(this);
    }

    String help() {
        return help;
    }

    Shape shape() {
        return shape;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(GuardOption::key).toList();
    }

    static Optional<GuardOption> of(String key) {
        return Arrays.stream(values())
                .filter(option -> option.key().equals(key))
                .findFirst();
    }

    /**
     * Reads a value.
     *
     * @return the guard; empty where the value switches it off
     * @throws IllegalArgumentException saying what would be right
     */
    Optional<Guard> guard(String text) {
        double number = shape.read(text);
        if (shape == Shape.SWITCH && number == 0) {
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
                });
    }
}
