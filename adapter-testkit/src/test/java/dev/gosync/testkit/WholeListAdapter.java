package dev.gosync.testkit;

import dev.gosync.adapter.Change;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Another right adapter for {@link WiredService}: it writes the whole membership in one call. */
class WholeListAdapter extends WiredAdapter {
    WholeListAdapter(WiredService service, Conditions conditions) {
        super(service, conditions);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(List.of(), things, Mode.REMOVE_ONLY), outcomes);
    }

    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        if (change.isEmpty()) {
            return;
        }
        Map<String, String> ids = outcomes.prepare(() -> ids(both(change)));
        List<String> additions = known(change.additions(), ids, outcomes);
        List<String> removals = known(change.removals(), ids, outcomes);
        if (change.mode() == Mode.ADD_REMOVE
                && additions.size() < change.additions().size()) {
            write(new Change(additions, List.of(), Mode.ADD_ONLY), ids, outcomes);
            write(new Change(List.of(), removals, Mode.REMOVE_ONLY), ids, outcomes);
        } else {
            write(new Change(additions, removals, change.mode()), ids, outcomes);
        }
    }

    private void write(Change change, Map<String, String> ids, Outcomes outcomes)
            throws IOException, InterruptedException {
        Set<String> wanted = outcomes.prepare(this::base);
        change.removals().forEach(thing -> wanted.remove(ids.get(thing)));
        change.additions().forEach(thing -> wanted.add(ids.get(thing)));
        AtomicBoolean postponed = new AtomicBoolean();
        outcomes.attempt(both(change), asked -> postponed.set(replace(change, ids, wanted, outcomes)));
        if (postponed.get()) {
            write(new Change(List.of(), change.removals(), Mode.REMOVE_ONLY), ids, outcomes);
        }
    }

    /** Whoever is a member now, with or without a thing. */
    Set<String> base() throws IOException, InterruptedException {
        Set<String> base = new LinkedHashSet<>();
        for (Entry entry : entries()) {
            base.add(entry.person().id());
        }
        return base;
    }

    /** Gives whether the removals were postponed. */
    boolean replace(Change change, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
            throws IOException, InterruptedException {
        Map<String, String> errors = replaced(wanted).errors();
        if (errors.isEmpty()) {
            return false;
        }
        boolean postponed = change.mode() == Mode.ADD_REMOVE;
        Set<String> others = postponed ? base() : wanted;
        change.additions().forEach(thing -> others.add(ids.get(thing)));
        others.removeAll(errors.keySet());
        replaced(others);
        for (String thing : postponed ? change.additions() : both(change)) {
            String error = errors.get(ids.get(thing));
            if (error == null) {
                outcomes.succeeded(thing);
            } else {
                outcomes.failed(thing, ofThing(error, thing));
            }
        }
        if (postponed) {
            outcomes.postpone(change.removals());
        }
        return postponed;
    }

    Bulk replaced(Collection<String> ids) throws IOException, InterruptedException {
        Bulk bulk = call("members.replace", () -> service.replace(secret, ids));
        mustShow(bulk.shown(), "members.replace");
        return bulk;
    }

    private static List<String> both(Change change) {
        List<String> all = new ArrayList<>(change.additions());
        all.addAll(change.removals());
        return all;
    }
}
