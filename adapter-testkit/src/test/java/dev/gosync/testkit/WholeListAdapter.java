package dev.gosync.testkit;

import dev.gosync.adapter.Change;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import dev.gosync.testkit.WiredService.Page;
import dev.gosync.testkit.WiredService.Refusal;
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
    private List<Entry> read = List.of();

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
        Change rest = withoutOwners(change, ids, outcomes);
        write(rest, ids, wanted, outcomes);
    }

    /** Owners stay. */
    private Change withoutOwners(Change change, Map<String, String> ids, Outcomes outcomes) {
        Set<String> owners = new LinkedHashSet<>();
        read.stream()
                .filter(Entry::owner)
                .forEach(entry -> owners.add(entry.person().id()));
        List<String> removals = new ArrayList<>();
        for (String thing : change.removals()) {
            if (owners.contains(ids.get(thing))) {
                outcomes.failed(thing, ofThing("forbidden_person", thing));
            } else {
                removals.add(thing);
            }
        }
        return new Change(change.additions(), removals, change.mode());
    }

    private void write(Change change, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
            throws IOException, InterruptedException {
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
        read = entries();
        return idsOf(read);
    }

    static Set<String> idsOf(List<Entry> entries) {
        Set<String> ids = new LinkedHashSet<>();
        entries.forEach(entry -> ids.add(entry.person().id()));
        return ids;
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
        Set<String> before = idsOf(read);
        AtomicBoolean again = new AtomicBoolean();
        Bulk bulk = call("members.replace", () -> sentList(again.getAndSet(true) ? edited(before, ids, now()) : ids));
        mustShow(bulk.shown(), "members.replace");
        return bulk;
    }

    /** Whom the list that is written was made from. */
    List<Entry> read() {
        return read;
    }

    Bulk sentList(Collection<String> ids) throws IOException, Refusal {
        return service.replace(secret, ids);
    }

    /** The list as it is now, read within an attempt to write. */
    private Set<String> now() throws IOException, Refusal {
        List<Entry> now = new ArrayList<>();
        int from = 0;
        while (from >= 0) {
            Page page = service.list(secret, from);
            now.addAll(page.entries());
            from = page.next();
        }
        read = now;
        return idsOf(now);
    }

    /** Makes the same change to what is there now. */
    private static Set<String> edited(Set<String> before, Collection<String> wanted, Set<String> now) {
        Set<String> edited = new LinkedHashSet<>(now);
        edited.removeIf(id -> before.contains(id) && !wanted.contains(id));
        wanted.stream().filter(id -> !before.contains(id)).forEach(edited::add);
        return edited;
    }

    private static List<String> both(Change change) {
        List<String> all = new ArrayList<>(change.additions());
        all.addAll(change.removals());
        return all;
    }
}
