package dev.gosync;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.InvisibleCharacters;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What happened to one thing at one destination. Immutable; threads may share it.
 *
 * @param thing the thing, in the spelling of the plan
 * @param action whether it was to be added or removed
 * @param state how it ended
 * @param failure the failure behind the state, if there was one
 * @param note anything else to say about the state, such as {@code invited}; empty if there is nothing
 * @param alreadyThere whether it is an addition that was a member already, so that nothing changed
 * @param took how long the call took that handled it; zero if there was none
 */
public record Outcome(
        String thing,
        Action action,
        State state,
        Optional<Failure> failure,
        String note,
        boolean alreadyThere,
        Duration took) {

    /** How it ended for one thing. */
    public enum State {
        /** The thing is now as the plan wanted it. */
        DONE,
        /** The service refused it. Nothing changed for this thing. */
        FAILED,
        /** The service refused it, and the sync tolerates that; or the place left it as it was, as configured. */
        SKIPPED,
        /** The call began and there is no answer. Running again settles it. */
        NOT_KNOWN,
        /** No call for it began. */
        NOT_STARTED
    }

    /** Checks that every part is present. */
    public Outcome {
        Objects.requireNonNull(thing, "thing");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(took, "took");
    }

    /** An addition that the destination refuses, as its preview says. It is not tried. */
    static Outcome refused(String thing, Failure failure, boolean tolerated) {
        State state = tolerated ? State.SKIPPED : State.FAILED;
        return new Outcome(thing, Action.ADD, state, Optional.of(failure), "", false, Duration.ZERO);
    }

    /** {@return the kind of the failure, if there was one} */
    public Optional<FailureKind> kind() {
        return failure.flatMap(Failure::kind);
    }

    /** {@return why it ended in this state, or the note; empty if there is nothing to say} */
    public String reason() {
        return failure.map(Failure::reason).orElse(note);
    }

    /** {@return one line: the action, the thing, its state and the reason} */
    @Override
    public String toString() {
        return InvisibleCharacters.shownIn(textFor(thing));
    }

    /** The line of this outcome, for several things that ended like this one. */
    String textFor(String things) {
        return (action == Action.ADD ? "+ " : "- ") + things + ": " + result();
    }

    /** {@return the state and the reason: {@code failed (write: access denied)}} */
    public String result() {
        String text = state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String reason = reason();
        return reason.isEmpty() ? text : text + " (" + reason + ")";
    }
}
