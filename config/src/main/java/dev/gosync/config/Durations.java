package dev.gosync.config;

import java.time.Duration;

/** Parses durations: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}. */
public final class Durations {
    private static final String EXPECTED = "must be a duration greater than zero, for example 500ms, 30s, 5m, 1h or 7d";

    private static final int MAX_DIGITS = 9;

    private Durations() {}

    /**
     * Parses a duration.
     *
     * @param text a whole number from 1 with at most 9 digits, and its unit
     * @return the duration
     * @throws IllegalArgumentException if the text is not a duration; the message says what is expected
     */
    public static Duration parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > MAX_DIGITS) {
            throw new IllegalArgumentException(EXPECTED);
        }
        long number = Long.parseLong(text.substring(0, digits));
        if (number == 0) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return switch (text.substring(digits)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException(EXPECTED);
        };
    }
}
