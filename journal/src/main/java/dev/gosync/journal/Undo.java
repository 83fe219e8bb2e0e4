package dev.gosync.journal;

import dev.gosync.Sources;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The opposite of what a run did, and only that. It says what to plan at each destination, and what must stay as it is. It
 * rests on the journal alone, so it does not know what people changed by hand. Immutable; threads may share it.
 *
 * @param run the run to undo
 * @param places one for each destination that the run changed or may have changed, in the order of the run
 */
public record Undo(Run run, List<Place> places) {
    /** Copies the list. */
    public Undo {
        places = List.copyOf(places);
    }

    /**
     * What to do at one destination of one sync.
     *
     * @param sync the name of the sync
     * @param name the name of the destination
     * @param additions what the run removed, in the recorded spelling
     * @param removals what the run added, in the recorded spelling
     * @param leftAlone what the run changed, or may have changed, and what must stay as it is now
     */
    public record Place(
            String sync, String name, List<String> additions, List<String> removals, List<LeftAlone> leftAlone) {
        /** Copies the lists. */
        public Place {
            additions = List.copyOf(additions);
            removals = List.copyOf(removals);
            leftAlone = List.copyOf(leftAlone);
        }

        /**
         * Returns both halves, to be planned with {@link dev.gosync.Sync#plan(Change, dev.gosync.adapter.Adapter)}.
         *
         * @param mode the mode of the sync
         * @return the change
         * @throws IllegalArgumentException if the mode leaves out a half that is not empty
         */
        public Change change(Mode mode) {
            return new Change(additions, removals, mode);
        }
    }

    /**
     * A thing that an undo leaves alone.
     *
     * @param thing the thing, in the recorded spelling
     * @param action what the run did, or tried to do
     * @param reason why it is left alone
     * @param by the run that changed it later; empty unless there is one
     * @param why the reason in words, for people
     */
    public record LeftAlone(String thing, Action action, Reason reason, Optional<String> by, String why) {}

    /** Why a thing is left alone. */
    public enum Reason {
        /** A later run changed it, or may have changed it. */
        LATER_RUN,
        /** A later run has undone it already. */
        UNDONE,
        /** Another sync of the same run did the opposite. */
        SAME_RUN,
        /** The call began and there is no answer. It can be included. */
        NOT_KNOWN,
        /** It was a member already when the run added it. It can be included. */
        ALREADY_THERE
    }

    /** {@return whether there is nothing to plan} */
    public boolean isEmpty() {
        return places.stream()
                .allMatch(
                        place -> place.additions().isEmpty() && place.removals().isEmpty());
    }

    /**
     * Returns the source to sync from: what is added again. The configured source may be the reason for the undo, so it is
     * not read. If nothing is added again, the source holds what is removed, so that guards do not take it for a source that is
     * empty on purpose. It is empty if there is nothing to do.
     *
     * @param sync the name of a sync
     * @return a source with the name {@code run 20260301-090000-000}
     */
    public Source source(String sync) {
        List<String> added = things(sync, Place::additions);
        List<String> things = added.isEmpty() ? things(sync, Place::removals) : added;
        return Sources.mayBeEmpty(Sources.of("run " + run.id(), () -> things));
    }

    private List<String> things(String sync, Function<Place, List<String>> half) {
        return places.stream()
                .filter(place -> place.sync().equals(sync))
                .flatMap(place -> half.apply(place).stream())
                .distinct()
                .toList();
    }
}
