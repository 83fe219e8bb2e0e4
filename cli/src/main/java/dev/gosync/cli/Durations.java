package dev.gosync.cli;

import java.time.Duration;

/** Times as a configuration has them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}. */
final class Durations {
    static final String WANTED = "must be a time longer than nothing, such as 500ms, 30s, 5m or 1h";

    private Durations() {}

    /**
     * Reads a time.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Duration parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        // Nine digits cannot overflow, and thirty years are enough for anybody.
        if (digits == 0 || digits > 9 || Long.parseLong(text.substring(0, digits)) == 0) {
            throw new IllegalArgumentException(WANTED);
        }
        long number = Long.parseLong(text.substring(0, digits));
        return switch (text.substring(digits)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> throw new IllegalArgumentException(WANTED);
        };
    }
}
