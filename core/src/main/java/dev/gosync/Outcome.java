package dev.gosync;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of one thing at one destination.
 *
 * @param thing the thing, in the spelling of the plan
 * @param action whether it was to be added or removed
 * @param state how it ended
 * @param kind what the service's answer meant, where it failed or was skipped because of one
 * @param reason why it is not done; empty when it is
 * @param took how long the call took that dealt with it; zero when there was none
 */
public record Outcome(String thing, Action action, State state, Optional<Kind> kind, String reason, Duration took) {

    /** How it ended for one thing. */
    public enum State {
        /** It is as the plan wanted it. */
        DONE,
        /** The service refused it, and nothing changed for it. */
        FAILED,
        /** The service refused it, and that was tolerated. */
        SKIPPED,
        /** It was begun and nobody can say how it ended; running again settles it. */
        NOT_KNOWN,
        /** It was never begun. */
        NOT_STARTED
    }

    /** {@return one line: what, to which thing, how it ended and why} */
    @Override
    public String toString() {
        String line = (action == Action.ADD ? "+ " : "- ") + thing + ": "
                + state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return reason.isEmpty() ? line : line + " (" + reason + ")";
    }
}
