package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.journal.Run;
import dev.gosync.testkit.Json;
import dev.gosync.testkit.Request;
import dev.gosync.testkit.Request.Access;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Compares the lines about requests in a journal with the requests that arrived at the service, one by one. For one thread at
 * a time.
 *
 * <p>Each request has its line, which was written before it arrived. One line announces one request. Only an attempt that
 * replaces a whole list may read the list too, in the same attempt. Each line has its request, with two exceptions: a token
 * that is still valid needs none, and a program that dies may announce a request and not send it. A program that dies may
 * lose the last lines, but none about a write that arrived.
 */
final class RequestAccount {
    /** A line, and how many requests had arrived before it was written. */
    private record Announced(String operation, int arrived) {}

    private final JournalPropertiesTest.Place type;
    private final Supplier<List<Request>> requests;
    private final List<Announced> announced = new ArrayList<>();
    private int start;

    RequestAccount(JournalPropertiesTest.Place type, Supplier<List<Request>> requests) {
        this.type = type;
        this.requests = requests;
    }

    /** A run begins. */
    void begin() {
        announced.clear();
        start = requests.get().size();
    }

    /** A line was written. */
    void written(String line) {
        if (isRequest(Json.readObject(line))) {
            announced.add(new Announced(
                    operation(Json.readObject(line)), requests.get().size()));
        }
    }

    private static boolean isRequest(Map<String, ?> line) {
        return "request".equals(line.get("event"));
    }

    private static String operation(Map<String, ?> line) {
        return String.valueOf(line.get("operation"));
    }

    /** A run died before its first line. */
    void mustBeEmpty() {
        assertThat(operations(sinceTheStart(requests.get().size())))
                .as("requests without a run")
                .isEmpty();
    }

    /**
     * A run is over.
     *
     * @param run the run, as the journal has it
     * @param lines its lines in the journal
     * @param died whether the program was killed
     */
    void mustBeComplete(Run run, List<String> lines, boolean died) {
        List<Request> all = requests.get();
        int first = announced.isEmpty() ? all.size() : announced.get(0).arrived();
        assertThat(operations(sinceTheStart(first)))
                .as("requests before the first line about one")
                .isEmpty();
        List<String> inJournal = lines.stream()
                .map(Json::readObject)
                .filter(RequestAccount::isRequest)
                .map(RequestAccount::operation)
                .toList();
        List<String> written = announced.stream().map(Announced::operation).toList();
        assertThat(inJournal)
                .as("lines about requests in the journal, of those that were written: " + written)
                .isEqualTo(written.subList(0, died ? Math.min(inJournal.size(), written.size()) : written.size()));
        assertThat(run.requests().values().stream().mapToInt(Integer::intValue).sum())
                .as("the number of requests of the run")
                .isEqualTo(inJournal.size());
        for (int i = 0; i < written.size(); i++) {
            boolean isLast = i == written.size() - 1;
            int end = isLast ? all.size() : announced.get(i + 1).arrived();
            List<Request> arrived = all.subList(announced.get(i).arrived(), end);
            mustBeAbout(written.get(i), arrived, died && isLast);
            assertThat(i < inJournal.size() || arrived.stream().noneMatch(request -> request.access() == Access.WRITE))
                    .as("the lost line about " + written.get(i) + " is about no write")
                    .isTrue();
        }
    }

    private List<Request> sinceTheStart(int end) {
        return requests.get().subList(start, end);
    }

    private void mustBeAbout(String operation, List<Request> arrived, boolean mayBeMissing) {
        String atService = type.atService(operation);
        String what = "requests between the line about " + operation + " and the next: " + operations(arrived);
        List<String> others = operations(arrived.stream()
                .filter(request -> !request.operation().equals(atService))
                .toList());
        assertThat(arrived.size() - others.size()).as(what).isLessThanOrEqualTo(1);
        assertThat(others).as(what).allMatch(type.readBeforeWrite(operation)::equals);
        if (!mayBeMissing && !atService.isEmpty()) {
            assertThat(arrived).as(what).isNotEmpty();
        }
    }

    private static List<String> operations(Collection<Request> requests) {
        return requests.stream().map(Request::operation).toList();
    }
}
