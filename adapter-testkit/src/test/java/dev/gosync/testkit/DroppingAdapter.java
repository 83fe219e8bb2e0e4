package dev.gosync.testkit;

import dev.gosync.adapter.Change;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Entry;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;

/** Writes the whole list without some who should be on it. */
final class DroppingAdapter extends WholeListAdapter {
    private final Predicate<Change> when;
    private final Predicate<Entry> whom;
    private boolean dropping;

    DroppingAdapter(WiredService service, Conditions conditions, Predicate<Change> when, Predicate<Entry> whom) {
        super(service, conditions);
        this.when = when;
        this.whom = whom;
    }

    static boolean isNameless(Entry entry) {
        return entry.person().email().isEmpty();
    }

    static boolean onlyAdds(Change change) {
        return change.removals().isEmpty();
    }

    static boolean onlyRemoves(Change change) {
        return change.additions().isEmpty();
    }

    static boolean doesBoth(Change change) {
        return !onlyAdds(change) && !onlyRemoves(change);
    }

    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        dropping = when.test(change);
        super.change(change, outcomes);
    }

    @Override
    Set<String> base() throws IOException, InterruptedException {
        Set<String> base = super.base();
        for (Entry entry : entries()) {
            if (dropping && whom.test(entry)) {
                base.remove(entry.person().id());
            }
        }
        return base;
    }
}
