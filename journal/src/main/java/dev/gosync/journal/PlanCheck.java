package dev.gosync.journal;

import dev.gosync.Plan;
import dev.gosync.Plans;
import dev.gosync.Report;
import dev.gosync.adapter.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A saved plan, compared with fresh plans of the same configuration. Immutable; threads may share it. */
public final class PlanCheck {
    private static final int SHOWN = 10;

    /**
     * One change of the saved plan.
     *
     * @param sync the name of the sync
     * @param place the name of the destination
     * @param action whether it adds or removes
     * @param thing the thing, in the spelling of the saved plan
     * @param reason why it is stale, or done already
     */
    public record Item(String sync, String place, Action action, String thing, String reason) {
        /** {@return the change and the reason, on one line} */
        @Override
        public String toString() {
            return sync + ", " + place + ": " + (action == Action.ADD ? "+ " : "- ") + thing + ": " + reason;
        }
    }

    /** One destination of one sync. */
    private record Key(String sync, String place) {}

    private final SavedPlan saved;
    private final Map<String, Plans> limited = new LinkedHashMap<>();
    private final List<Item> stale = new ArrayList<>();
    private final List<Item> done = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private final Map<Action, Integer> left = new HashMap<>();

    private PlanCheck(SavedPlan saved) {
        this.saved = saved;
    }

    static PlanCheck of(SavedPlan saved, Map<String, Plans> fresh) {
        PlanCheck check = new PlanCheck(saved);
        Map<Key, SavedPlace> places = new HashMap<>();
        Map<Key, Set<String>> confirmed = new HashMap<>();
        for (SavedPlace place : saved.places()) {
            Key key = new Key(place.sync(), place.place().name());
            places.put(key, place);
            confirmed.put(key, check.confirmed(place, fresh.get(place.sync())));
        }
        fresh.forEach((sync, plans) -> {
            plans.plans().forEach(plan -> check.countLeft(plan, places.get(key(sync, plan))));
            check.limited.put(sync, plans.limitedTo(plan -> confirmed.getOrDefault(key(sync, plan), Set.of())));
        });
        return check;
    }

    private static Key key(String sync, Plan plan) {
        return new Key(sync, plan.destination().name());
    }

    private Set<String> confirmed(SavedPlace place, @Nullable Plans fresh) {
        if (fresh == null) {
            allStale(place, "the sync is not in the configuration any more");
            return Set.of();
        }
        for (Report report : fresh.reports()) {
            if (report.destination().equals(place.place().name())) {
                return report.plan().map(plan -> compared(place, plan)).orElseGet(() -> {
                    if (!place.isEmpty()) {
                        unread.add(report.destination());
                    }
                    return Set.of();
                });
            }
        }
        allStale(place, "the destination is not in the configuration any more");
        return Set.of();
    }

    private Set<String> compared(SavedPlace place, Plan fresh) {
        if (place.mode() != fresh.mode()) {
            allStale(place, "the mode is " + Texts.kebab(fresh.mode()) + " now and was " + Texts.kebab(place.mode()));
            return Set.of();
        }
        PlaceCheck check = new PlaceCheck(place, fresh);
        stale.addAll(check.stale());
        done.addAll(check.done());
        return check.confirmed();
    }

    private void allStale(SavedPlace place, String reason) {
        for (Action action : place.mode().actions()) {
            place.of(action)
                    .forEach(thing ->
                            stale.add(new Item(place.sync(), place.place().name(), action, thing, reason)));
        }
    }

    private void countLeft(Plan fresh, @Nullable SavedPlace place) {
        for (Action action : fresh.mode().actions()) {
            Set<String> reviewed = place == null ? Set.of() : Set.copyOf(place.of(action));
            int count = (int) fresh.change().of(action).stream()
                    .filter(thing -> !reviewed.contains(thing))
                    .count();
            left.merge(action, count, Integer::sum);
        }
    }

    /**
     * Returns the fresh plans of a sync without the changes that are not in the saved plan. The guards of the fresh plans
     * have judged them again.
     *
     * @param sync the name of one of the fresh syncs
     * @return its plans; without changes if the saved plan does not have the sync
     * @throws SavedPlanException if a change of any sync is stale, or a place with changes could not be read; it names them
     * @throws IllegalArgumentException if there are no fresh plans of this sync
     */
    public Plans plans(String sync) {
        Plans plans = limited.get(sync);
        if (plans == null) {
            throw new IllegalArgumentException("There are no fresh plans of " + sync);
        }
        if (isStale()) {
            String items = stale.stream().limit(SHOWN).map(Item::toString).collect(Collectors.joining("; "));
            String more = stale.size() > SHOWN ? "; and " + (stale.size() - SHOWN) + " more" : "";
            throw new SavedPlanException(
                    saved.name() + " is stale, and nothing was written: " + items + more + ". Plan again");
        }
        if (!unread.isEmpty()) {
            throw new SavedPlanException(saved.name() + " cannot be checked, and nothing was written: "
                    + String.join(", ", unread) + " could not be read. Apply the plan again when that works");
        }
        return plans;
    }

    /** {@return whether a change is stale, so that nothing of the plan may be applied} */
    public boolean isStale() {
        return !stale.isEmpty();
    }

    /** {@return the changes that are not right any more, each with the reason} */
    public List<Item> stale() {
        return Collections.unmodifiableList(stale);
    }

    /** {@return the changes that are there already, each with the reason} */
    public List<Item> done() {
        return Collections.unmodifiableList(done);
    }

    /** {@return the destinations with changes in the saved plan that could not be read} */
    public List<String> unread() {
        return Collections.unmodifiableList(unread);
    }

    /**
     * Counts changes that the fresh plans have and the saved plan does not. They are left for the next plan.
     *
     * @param action additions or removals
     * @return how many there are
     */
    public int left(Action action) {
        return left.getOrDefault(action, 0);
    }
}
