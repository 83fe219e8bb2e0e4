package dev.gosync.opsgenie;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a schedule is named.
 *
 * @param value its id or its name
 * @param isName whether it is the name
 */
record ScheduleKey(String value, boolean isName) {
    /** Five groups of letters and digits. Both services make such ids. */
    private static final Pattern ID = Pattern.compile("(?i)[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}");

    ScheduleKey {
        if (value.isBlank() || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(
                    "schedule must be the id or the name of a schedule, but is '" + value + "'");
        }
    }

    /** Takes a key that looks like an id for one. */
    static ScheduleKey of(String schedule) {
        return new ScheduleKey(
                Objects.requireNonNull(schedule, "schedule"),
                !ID.matcher(schedule).matches());
    }

    ScheduleKey byId() {
        return new ScheduleKey(value, false);
    }

    ScheduleKey byName() {
        return new ScheduleKey(value, true);
    }

    String type() {
        return isName ? "name" : "id";
    }
}
