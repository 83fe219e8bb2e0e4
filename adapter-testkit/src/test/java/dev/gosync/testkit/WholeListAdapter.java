package dev.gosync.testkit;

import dev.gosync.Change;
import dev.gosync.Outcomes;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Another right adapter for {@link WiredService}: it writes the whole membership in one call. */
class WholeListAdapter extends WiredAdapter {
    WholeListAdapter(WiredService service, Conditions conditions) {
        super(service, conditions);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        write(things, List.of(), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        write(List.of(), things, outcomes);
    }

    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        write(change.additions(), change.removals(), outcomes);
    }

    void write(List<String> additions, List<String> removals, Outcomes outcomes)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(additions);
        all.addAll(removals);
        if (all.isEmpty()) {
            return;
        }
        Map<String, String> ids = outcomes.prepare(() -> ids(all));
        Set<String> wanted = outcomes.prepare(this::base);
        List<String> known = known(all, ids, outcomes);
        removals.forEach(thing -> wanted.remove(ids.get(thing)));
        additions.stream().filter(ids::containsKey).forEach(thing -> wanted.add(ids.get(thing)));
        outcomes.attempt(known, asked -> replace(asked, ids, wanted, outcomes));
    }

    /** Whoever is a member now, with or without a thing. */
    Set<String> base() throws IOException, InterruptedException {
        Set<String> base = new LinkedHashSet<>();
        for (Entry entry : entries()) {
            base.add(entry.person().id());
        }
        return base;
    }

    void replace(List<String> asked, Map<String, String> ids, Set<String> wanted, Outcomes outcomes)
            throws IOException, InterruptedException {
        Bulk bulk = call("members.replace", () -> service.replace(secret, wanted));
        if (bulk.errors().isEmpty()) {
            return;
        }
        wanted.removeAll(bulk.errors().keySet());
        call("members.replace", () -> service.replace(secret, wanted));
        for (String thing : asked) {
            String error = bulk.errors().get(ids.get(thing));
            if (error == null) {
                outcomes.succeeded(thing);
            } else {
                outcomes.failed(thing, ofThing(error, thing));
            }
        }
    }
}
