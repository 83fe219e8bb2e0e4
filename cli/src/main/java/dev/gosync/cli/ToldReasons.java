package dev.gosync.cli;

import dev.gosync.Objection;
import java.util.HashSet;
import java.util.Set;

/** What the output has given as a reason for one sync. Another destination with the same reason refers to it. */
final class ToldReasons {
    private static final String AS_ABOVE = "as above";

    /** A reason of at most this many characters is easier to read again than to look up. */
    private static final int SHORT = 40;

    private final Set<Objection> objections = new HashSet<>();
    private final Set<String> reasons = new HashSet<>();

    /** {@return whether this objection has not been told yet} */
    boolean isNew(Objection objection) {
        return objections.add(objection);
    }

    /** {@return the reason, or a reference to it if it is long and has been told} */
    String once(String reason) {
        return reasons.add(reason) || reason.length() <= SHORT ? reason : AS_ABOVE;
    }
}
