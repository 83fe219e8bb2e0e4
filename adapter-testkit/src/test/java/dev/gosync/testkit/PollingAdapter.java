package dev.gosync.testkit;

import java.io.IOException;

/** A right adapter for a service that accepts removals and finishes them later. */
class PollingAdapter extends WiredAdapter {
    PollingAdapter(WiredService service, Conditions conditions) {
        super(service, conditions);
    }

    @Override
    void removeOne(String thing, String id) throws IOException, InterruptedException {
        String answer = call("members.removeLater", () -> service.removeLater(secret, id));
        mustShow(!answer.isEmpty(), "members.removeLater");
        retry.await(name(), "members.removal", () -> sent("members.removal", () -> service.isGone(secret, id)));
    }
}
