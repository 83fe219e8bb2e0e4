package dev.gosync.entra;

import java.util.regex.Pattern;

/**
 * What a group is configured by.
 *
 * @param text its object id or its display name
 */
record GroupKey(String text) {
    private static final Pattern ID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    GroupKey {
        if (text.isBlank() || !text.equals(text.strip())) {
            throw new IllegalArgumentException("must be the object id or the display name of a group");
        }
    }

    /** {@return whether it is an object id} */
    boolean isId() {
        return ID.matcher(text).matches();
    }
}
