package dev.gosync.journal;

import dev.gosync.Plan;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Listing;
import dev.gosync.journal.PlanCheck.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a saved plan changes at one destination with a fresh plan of the same mode. Only a change of the same
 * spelling is confirmed, because only that was reviewed.
 */
final class PlaceCheck {
    private final SavedPlace saved;
    private final Plan fresh;
    private final Set<String> confirmed = new HashSet<>();
    private final List<Item> stale = new ArrayList<>();
    private final List<Item> done = new ArrayList<>();

    /** Things by their key. They are made only if something is stale or done already. */
    private @Nullable Map<String, String> wantedByKey;

    private @Nullable Map<String, String> toAddByKey;
    private @Nullable Map<String, String> membersByKey;

    PlaceCheck(SavedPlace saved, Plan fresh) {
        this.saved = saved;
        this.fresh = fresh;
        Set<String> additions = new HashSet<>(fresh.additions());
        Set<String> removals = new HashSet<>(fresh.removals());
        for (Action action : saved.mode().actions()) {
            for (String thing : saved.of(action)) {
                if ((action == Action.ADD ? additions : removals).contains(thing)) {
                    confirmed.add(thing);
                } else if (action == Action.ADD) {
                    addition(thing);
                } else {
                    removal(thing, removals);
                }
            }
        }
        // What could not be added is reported again if that is still so. What can be added now was not reviewed.
        saved.cannotAdd().keySet().stream()
                .filter(fresh.cannotAdd()::containsKey)
                .forEach(confirmed::add);
    }

    private void addition(String thing) {
        Failure failure = fresh.cannotAdd().get(thing);
        Listing source = fresh.source().listing();
        if (failure != null) {
            stale(Action.ADD, thing, "it cannot be added now: " + failure.problem());
            return;
        }
        if (source.things().contains(thing)
                && fresh.destination().listing().things().contains(thing)) {
            done(Action.ADD, thing, "it is a member already");
            return;
        }
        String now = spelledNow(thing, source);
        if (now == null) {
            stale(Action.ADD, thing, "the source does not want it any more");
        } else if (!now.equals(thing)) {
            stale(Action.ADD, thing, "the source now has it as " + now);
        } else {
            done(Action.ADD, thing, "it is a member already");
        }
    }

    /** {@return the spelling of the source, which for a thing with aliases may be another one; null if it wants none} */
    private @Nullable String spelledNow(String thing, Listing source) {
        Map<String, String> toAdd = toAddByKey();
        String key = Keys.of(thing);
        String missing = toAdd.get(key);
        if (missing == null && source.aliases().containsKey(thing)) {
            missing = toAdd.get(Keys.of(source.aliases().get(thing)));
        }
        if (missing != null) {
            return missing;
        }
        return source.things().contains(thing) || source.aliases().containsKey(thing)
                ? thing
                : wantedByKey().get(key);
    }

    private void removal(String thing, Set<String> removals) {
        Listing members = fresh.destination().listing();
        String now = members.things().contains(thing) ? thing : membersByKey().get(Keys.of(thing));
        if (now == null) {
            done(Action.REMOVE, thing, "it is not a member any more");
        } else if (fresh.kept().containsKey(now)) {
            stale(Action.REMOVE, thing, "it must stay now: " + fresh.kept().get(now));
        } else if (removals.contains(now)) {
            stale(Action.REMOVE, thing, "the destination now has it as " + now);
        } else {
            stale(Action.REMOVE, thing, "the source wants it again");
        }
    }

    private Map<String, String> wantedByKey() {
        if (wantedByKey == null) {
            wantedByKey = byKey(fresh.source().listing().things());
        }
        return wantedByKey;
    }

    private Map<String, String> toAddByKey() {
        if (toAddByKey == null) {
            toAddByKey = byKey(fresh.additions());
            toAddByKey.putAll(byKey(fresh.cannotAdd().keySet()));
        }
        return toAddByKey;
    }

    private Map<String, String> membersByKey() {
        if (membersByKey == null) {
            membersByKey = byKey(fresh.destination().listing().things());
        }
        return membersByKey;
    }

    private static Map<String, String> byKey(Collection<String> things) {
        Map<String, String> byKey = new HashMap<>();
        things.forEach(thing -> byKey.put(Keys.of(thing), thing));
        return byKey;
    }

    private void stale(Action action, String thing, String reason) {
        stale.add(new Item(saved.sync(), saved.place().name(), action, thing, reason));
    }

    private void done(Action action, String thing, String reason) {
        done.add(new Item(saved.sync(), saved.place().name(), action, thing, reason));
    }

    /** {@return the changes that are still right, and the things that still cannot be added} */
    Set<String> confirmed() {
        return confirmed;
    }

    List<Item> stale() {
        return stale;
    }

    List<Item> done() {
        return done;
    }
}
