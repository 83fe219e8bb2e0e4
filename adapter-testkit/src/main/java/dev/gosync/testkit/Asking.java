package dev.gosync.testkit;

import dev.gosync.Guards;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * Has the engine ask an adapter for just what a test wants, whatever the place holds: for an adapter's own tests of its
 * writes, as only the engine makes {@link Outcomes}. The adapter is not read before, and no guard objects. Spellings are
 * taken as they are. May be used by several threads.
 */
public final class Asking {
    /** Gets at the adapter and the outcomes right before a change. */
    interface Step {
        void before(Adapter adapter, Outcomes outcomes) throws Exception;
    }

    private Asking() {}

    /**
     * Asks for additions.
     *
     * @param to the adapter
     * @param things what to add
     * @return what happened to each, whether it was done or not
     */
    public static Report add(Adapter to, String... things) {
        return add(to, List.of(things));
    }

    /**
     * Asks for additions.
     *
     * @param to the adapter
     * @param things what to add
     * @return what happened to each, whether it was done or not
     */
    public static Report add(Adapter to, Collection<String> things) {
        return change(to, Mode.ADD_ONLY, things, List.of());
    }

    /**
     * Asks for removals.
     *
     * @param from the adapter
     * @param things what to remove
     * @return what happened to each, whether it was done or not
     */
    public static Report remove(Adapter from, String... things) {
        return remove(from, List.of(things));
    }

    /**
     * Asks for removals.
     *
     * @param from the adapter
     * @param things what to remove
     * @return what happened to each, whether it was done or not
     */
    public static Report remove(Adapter from, Collection<String> things) {
        return change(from, Mode.REMOVE_ONLY, List.of(), things);
    }

    /**
     * Asks for both halves of a change, or for one.
     *
     * @param at the adapter
     * @param mode which halves, and in which order
     * @param additions what to add; empty where the mode has no additions
     * @param removals what to remove; empty where the mode has no removals
     * @return what happened to each, whether it was done or not
     */
    public static Report change(Adapter at, Mode mode, Collection<String> additions, Collection<String> removals) {
        try {
            return change(at, mode, additions, removals, sync -> sync, (same, outcomes) -> {});
        } catch (SyncException e) {
            return e.reports().get(0);
        }
    }

    /**
     * The same with settings and a step before the change.
     *
     * @throws SyncException if not all was done
     */
    static Report change(
            Adapter at,
            Mode mode,
            Collection<String> additions,
            Collection<String> removals,
            UnaryOperator<Sync> settings,
            Step step) {
        return settings.apply(unguarded(additions, mode))
                .syncWith(new Shown(at, Listing.of(new LinkedHashSet<>(removals)), step, new AtomicBoolean()));
    }

    /** Syncs the place as it is. Its own matching and preview count. What is left is for the caller to look at. */
    static void sync(Adapter place, Mode mode, Collection<String> wanted) {
        try {
            unguarded(wanted, mode).syncWith(place);
        } catch (SyncException e) {
            // The caller looks at the place.
        }
    }

    private static Sync unguarded(Collection<String> things, Mode mode) {
        return Sync.from(Sources.of(things))
                .matching(Matching.exact())
                .mode(mode)
                .guard(Guards.allowEmptySource())
                .guard(Guards.allowFullReplacement())
                .guard(Guards.allowEmptyDestination())
                .guard(Guards.allowShrinking())
                .guard(Guards.maxRemovals(Integer.MAX_VALUE));
    }

    /**
     * Shows the engine a listing, so that it asks for what is there already and for what is not there. Once the change has
     * begun, it shows the real place.
     */
    private record Shown(Adapter adapter, Listing listing, Step step, AtomicBoolean changing) implements Adapter {
        @Override
        public String name() {
            return adapter.name();
        }

        @Override
        public Listing get() throws IOException, InterruptedException {
            return changing.get() ? adapter.get() : listing;
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
            adapter.add(things, outcomes);
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
            adapter.remove(things, outcomes);
        }

        @Override
        public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
            try {
                step.before(adapter, outcomes);
            } catch (IOException | InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            changing.set(true);
            adapter.change(change, outcomes);
        }
    }
}
