package dev.gosync.testkit;

import dev.gosync.adapter.Outcomes;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A right adapter for a service that accepts additions and removals and finishes them later. */
class PollingAdapter extends WiredAdapter {
    PollingAdapter(WiredService service, Conditions conditions) {
        super(service, conditions);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        Map<String, String> ids = outcomes.prepare(() -> ids(things));
        outcomes.each(known(things, ids, outcomes), thing -> addOne(thing, ids.get(thing)));
    }

    private void addOne(String thing, String id) throws IOException, InterruptedException {
        String answer = call("members.addLater", () -> service.addLater(secret, id));
        mustShow(!answer.isEmpty(), "members.addLater");
        if (answer.equals("forbidden_person")) {
            throw ofThing(answer, thing);
        }
        retry.await(name(), "members.addition", () -> sent("members.addition", () -> service.hasJoined(secret, id)));
    }

    @Override
    void removeOne(String thing, String id) throws IOException, InterruptedException {
        String answer = call("members.removeLater", () -> service.removeLater(secret, id));
        mustShow(!answer.isEmpty(), "members.removeLater");
        mustGo(answer, thing);
        retry.await(name(), "members.removal", () -> sent("members.removal", () -> service.isGone(secret, id)));
    }
}
