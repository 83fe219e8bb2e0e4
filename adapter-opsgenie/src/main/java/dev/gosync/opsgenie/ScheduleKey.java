package dev.gosync.opsgenie;

import java.util.regex.Pattern;

/**
 * How a schedule is called.
 *
 * @param value its id or its name
 * @param isName whether it is the name
 */
record ScheduleKey(String value, boolean isName) {
    /** Five groups of letters and digits, as both services make their ids. */
    private static final Pattern ID = Pattern.compile("(?i)[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}");

    ScheduleKey {
        if (value.isBlank() || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException("'" + value + "' is neither the id nor the name of a schedule");
        }
    }

    /** Takes for an id what looks like one. */
    static ScheduleKey of(String value) {
        return new ScheduleKey(value, !ID.matcher(value).matches());
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
