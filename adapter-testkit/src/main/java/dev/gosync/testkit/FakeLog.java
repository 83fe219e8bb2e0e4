package dev.gosync.testkit;

import dev.gosync.testkit.Request.Access;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a fake was asked. Safe for use by several threads. */
final class FakeLog {
    private final List<Request> requests = new ArrayList<>();
    private final List<FakeRequest> received = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> leaks = new ArrayList<>();
    private int strangers;

    synchronized void leak(String leak) {
        leaks.add(leak);
    }

    synchronized List<String> leaks() {
        return List.copyOf(leaks);
    }

    synchronized void arrived(FakeRequest request, Access access, Instant at, Optional<Fault> fault) {
        requests.add(new Request(request.operation(), access, at, fault));
        received.add(request);
    }

    synchronized void complain(String complaint) {
        complaints.add(complaint);
    }

    synchronized void stranger() {
        strangers++;
    }

    synchronized int strangers() {
        return strangers;
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    synchronized List<FakeRequest> received() {
        return List.copyOf(received);
    }

    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    synchronized void clear() {
        requests.clear();
        received.clear();
        complaints.clear();
        leaks.clear();
        strangers = 0;
    }
}
