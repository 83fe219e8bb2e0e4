package dev.gosync.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a member must be missing before it is removed: {@code 3 runs}, {@code 7d} or {@code 12h}.
 *
 * @param runs the number of runs; 0 if the time decides
 * @param time the time; zero if the runs decide
 */
record RemoveAfter(int runs, Duration time) {
    static final String EXPECTED =
            "must be at least 2 runs, or a time of whole hours or days, for example 3 runs, 12h or 7d";

    static final Pattern SYNTAX = Pattern.compile("([0-9]{1,5})( runs|h|d)");

    /**
     * Parses a value.
     *
     * @throws IllegalArgumentException if the text is neither a number of runs nor a time
     */
    static RemoveAfter parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (matcher.matches()) {
            int number = Integer.parseInt(matcher.group(1));
            String unit = matcher.group(2);
            if (unit.equals(" runs") && number > 1) {
                return new RemoveAfter(number, Duration.ZERO);
            }
            if (!unit.equals(" runs") && number > 0) {
                return new RemoveAfter(0, unit.equals("h") ? Duration.ofHours(number) : Duration.ofDays(number));
            }
        }
        throw new IllegalArgumentException(EXPECTED);
    }

    double number() {
        return runs > 0 ? runs : time.toSeconds();
    }
}
