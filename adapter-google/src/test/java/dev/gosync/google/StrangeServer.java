package dev.gosync.google;

import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;

/** Another server at the address of Google: it gives one answer to every read of members, batch and token request. */
final class StrangeServer extends FakeServer {
    StrangeServer(FakeAnswer answer) {
        reads("members.list", "GET /admin/directory/v1/groups/{group}/members", request -> answer);
        reads("batch", "POST /batch", request -> answer);
        reads("token", "POST /token", request -> answer);
    }

    @Override
    protected boolean authenticates(FakeRequest request) {
        return true;
    }
}
