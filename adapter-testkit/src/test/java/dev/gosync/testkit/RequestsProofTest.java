package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;
import static dev.gosync.testkit.Broken.harness;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import dev.gosync.testkit.WiredService.Page;
import dev.gosync.testkit.WiredService.Person;
import dev.gosync.testkit.WiredService.Refusal;
import dev.gosync.testkit.WiredService.Side;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Mistakes that one request of many brings to light: a read within a write, an answer that makes no sense, a proxy. */
final class RequestsProofTest extends Proof {
    @Override
    List<Broken> mistakes() {
        return Stream.of(withinWrites(), eachSenseless(), senseless(), answers(), secrets(), states())
                .flatMap(List::stream)
                .toList();
    }

    /** Looks people up in another way. */
    private abstract static class Lookup extends WiredAdapter {
        Lookup(WiredService service, Conditions conditions) {
            super(service, conditions);
        }

        @Override
        abstract Map<String, String> ids(List<String> things) throws IOException, InterruptedException;

        final Map<String, String> right(List<String> things) throws IOException, InterruptedException {
            return super.ids(things);
        }
    }

    /** Reads a member whose field for the e-mail is missing in another way than one whose e-mail is empty. */
    private abstract static class WithoutEmail extends WiredAdapter {
        WithoutEmail(WiredService service, Conditions conditions) {
            super(service, conditions);
        }

        /** The e-mail of a member without that field. */
        abstract String missing();

        @Override
        Page page(int from) throws IOException, InterruptedException {
            Page page = super.page(from);
            List<Entry> entries = new ArrayList<>();
            for (Entry entry : page.entries()) {
                boolean isMissing = page.otherFields() && entry.person().email().isEmpty();
                entries.add(isMissing ? new Entry(new Person(entry.person().id(), missing()), entry.owner()) : entry);
            }
            return new Page(entries, page.next(), page.otherFields());
        }
    }

    private static List<Broken> withinWrites() {
        return List.of(
                adapter(
                        "a list that cannot be read before a write is an empty one",
                        "O-6 E-12",
                        "a read that failed does not count as an empty list",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            Set<String> base() throws IOException, InterruptedException {
                                try {
                                    return super.base();
                                } catch (AdapterException e) {
                                    if (e.kind() != FailureKind.PERMISSION && e.kind() != FailureKind.UNAVAILABLE) {
                                        throw e;
                                    }
                                    return new LinkedHashSet<>();
                                }
                            }
                        }),
                adapter(
                        "a list that is not found before a write is an empty one",
                        "O-6",
                        "NOT_FOUND",
                        (service, conditions) -> new WholeListAdapter(service, conditions) {
                            @Override
                            Set<String> base() throws IOException, InterruptedException {
                                try {
                                    return super.base();
                                } catch (AdapterException e) {
                                    if (e.kind() != FailureKind.NOT_FOUND) {
                                        throw e;
                                    }
                                    return new LinkedHashSet<>();
                                }
                            }
                        }),
                adapter(
                        "a lookup without permission finds nobody",
                        "E-12",
                        "UNKNOWN_THING",
                        (service, conditions) -> new Lookup(service, conditions) {
                            @Override
                            Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
                                try {
                                    return right(things);
                                } catch (AdapterException e) {
                                    if (e.kind() != FailureKind.PERMISSION) {
                                        throw e;
                                    }
                                    return Map.of();
                                }
                            }
                        }),
                adapter(
                        "a lookup is tried once",
                        "T-15",
                        "lookups before a write too",
                        (service, conditions) -> new Lookup(service, conditions) {
                            @Override
                            Map<String, String> ids(List<String> things) throws InterruptedException {
                                return retry.attempts(1)
                                        .call(
                                                name(),
                                                "people.lookup",
                                                () -> sent("people.lookup", () -> service.lookup(secret, things)));
                            }
                        }),
                adapter(
                        "a lookup goes round the retries",
                        "T-15 I-6",
                        "lookups before a write too",
                        (service, conditions) -> new Lookup(service, conditions) {
                            @Override
                            Map<String, String> ids(List<String> things) throws IOException {
                                return sent("people.lookup", () -> service.lookup(secret, things));
                            }
                        }),
                adapter(
                        "a lookup that is interrupted is one that failed",
                        "I-6",
                        "interrupted",
                        (service, conditions) -> new Lookup(service, conditions) {
                            @Override
                            Map<String, String> ids(List<String> things) throws IOException {
                                try {
                                    return right(things);
                                } catch (InterruptedException e) {
                                    throw translated("people.lookup", new Refusal("permission", Optional.empty()));
                                }
                            }
                        }),
                adapter(
                        "a removal that is interrupted is one that failed",
                        "I-6",
                        "interrupted",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException {
                                try {
                                    super.removeOne(thing, id);
                                } catch (InterruptedException e) {
                                    throw translated("members.remove", new Refusal("permission", Optional.empty()));
                                }
                            }
                        }));
    }

    private static boolean isForeign(AdapterException e) {
        return e.problem().equals(WiredService.FOREIGN);
    }

    /** Whether it is about an answer that looks like this. */
    private static boolean isOf(AdapterException e, Malformed malformed) {
        return e.getCause() instanceof Refusal refusal && refusal.malformed.equals(Optional.of(malformed));
    }

    /** One mistake for each answer that makes no sense, so that none of them can be dropped from the rules. */
    private static List<Broken> eachSenseless() {
        return Stream.of(Malformed.values())
                .flatMap(malformed -> Stream.of(
                        adapter(
                                "an empty group is what " + malformed + " means",
                                "E-9",
                                "a listing of 0",
                                (service, conditions) -> new WiredAdapter(service, conditions) {
                                    @Override
                                    Page page(int from) throws IOException, InterruptedException {
                                        try {
                                            return super.page(from);
                                        } catch (AdapterException e) {
                                            if (!isOf(e, malformed)) {
                                                throw e;
                                            }
                                            return new Page(List.of(), -1);
                                        }
                                    }
                                }),
                        adapter(
                                "a success of an addition is what " + malformed + " means",
                                "E-10",
                                "is said to be added and is not there",
                                (service, conditions) -> new WiredAdapter(service, conditions) {
                                    @Override
                                    void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                            throws IOException, InterruptedException {
                                        try {
                                            super.addBatch(batch, ids, outcomes);
                                        } catch (AdapterException e) {
                                            if (!isOf(e, malformed)) {
                                                throw e;
                                            }
                                        }
                                    }
                                })))
                .toList();
    }

    private static List<Broken> senseless() {
        return List.of(
                adapter(
                        "an answer of another service means that nobody is known",
                        "E-10",
                        "UNKNOWN_THING",
                        (service, conditions) -> new Lookup(service, conditions) {
                            @Override
                            Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
                                try {
                                    return right(things);
                                } catch (AdapterException e) {
                                    if (!isForeign(e)) {
                                        throw e;
                                    }
                                    return Map.of();
                                }
                            }
                        }),
                adapter(
                        "a success is believed whatever it shows",
                        "O-7",
                        "is said to be added and is not there",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void mustShow(boolean shown, String operation) {}
                        }),
                adapter(
                        "fields that nobody knows spoil a page",
                        "E-13",
                        "unknown field",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                Page page = super.page(from);
                                if (page.otherFields()) {
                                    throw AdapterException.of(
                                                    FailureKind.MALFORMED_ANSWER,
                                                    name(),
                                                    "members.list",
                                                    "unknown field")
                                            .build();
                                }
                                return page;
                            }
                        }),
                adapter(
                        "a field email that is missing spoils a page, unlike an empty one",
                        "E-13",
                        "no field email",
                        (service, conditions) -> new WithoutEmail(service, conditions) {
                            @Override
                            String missing() {
                                throw AdapterException.of(
                                                FailureKind.MALFORMED_ANSWER, name(), "members.list", "no field email")
                                        .build();
                            }
                        }),
                adapter(
                        "a member whose field email is missing has a blank one",
                        "E-13",
                        "one is blank",
                        (service, conditions) -> new WithoutEmail(service, conditions) {
                            @Override
                            String missing() {
                                return " ";
                            }
                        }),
                adapter(
                        "pages are read as long as the service names another",
                        "G-9",
                        "still going on",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            List<WiredService.Entry> entries() throws IOException, InterruptedException {
                                List<WiredService.Entry> entries = new ArrayList<>();
                                for (int from = 0; from >= 0; ) {
                                    Page page = page(from);
                                    entries.addAll(page.entries());
                                    from = page.next();
                                }
                                return entries;
                            }
                        }),
                adapter(
                        "a list without an end ends after twenty pages",
                        "G-9",
                        "although the service repeats a page",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            List<WiredService.Entry> entries() throws IOException, InterruptedException {
                                List<WiredService.Entry> entries = new ArrayList<>();
                                int pages = 0;
                                for (int from = 0; from >= 0 && pages < 60; pages++) {
                                    Page page = page(from);
                                    entries.addAll(page.entries());
                                    from = page.next();
                                }
                                return entries;
                            }
                        }));
    }

    private static List<Broken> answers() {
        return List.of(
                adapter(
                        "a date to come back at is no number",
                        "T-16",
                        "one wait of 7 s",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                return super.translated(
                                        operation,
                                        refusal.date ? new Refusal(refusal.code, Optional.empty()) : refusal);
                            }
                        }),
                adapter(
                        "the client comes back at once by itself",
                        "T-17",
                        "there are 6",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            <T> T sent(String operation, Wire<T> wire) throws IOException {
                                return super.sent(operation, () -> {
                                    try {
                                        return wire.send();
                                    } catch (Refusal e) {
                                        if (e.comeBack.equals(
                                                Optional.of(conditions.clock().instant()))) {
                                            return wire.send();
                                        }
                                        throw e;
                                    }
                                });
                            }
                        }),
                adapter(
                        "what a proxy answers is a refusal",
                        "T-18",
                        "it ended as FAILED",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                return super.translated(
                                        operation,
                                        refusal.code.equals(WiredService.PROXY_ERROR)
                                                ? new Refusal("unavailable", Optional.empty())
                                                : refusal);
                            }
                        }),
                adapter(
                        "a write waits for an hour",
                        "T-8",
                        "a write to give up at once",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                Instant latest = conditions.clock().instant().plus(Duration.ofMinutes(1));
                                return super.translated(
                                        operation,
                                        operation.equals("members.list")
                                                ? refusal
                                                : new Refusal(
                                                        refusal.code,
                                                        refusal.comeBack.map(
                                                                time -> time.isAfter(latest) ? latest : time)));
                            }
                        }));
    }

    private static List<Broken> secrets() {
        return List.of(
                adapter(
                        "a redirect takes the secret along",
                        "E-11",
                        "to another host",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                if (refusal.code.equals(WiredService.REDIRECT)) {
                                    service.elsewhere(secret);
                                }
                                return super.translated(operation, refusal);
                            }
                        }),
                adapter(
                        "the service is quoted without its secret, but with a beginning of it",
                        "E-7 E-8",
                        "the secret of the conditions",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                return super.translated(operation, refusal).toBuilder()
                                        .problem(refusal.code + " " + refusal.words.replace(secret, "***"))
                                        .build();
                            }
                        }),
                adapter(
                        "the service is quoted without its secret, but with five characters of it",
                        "E-7 E-8",
                        "the secret of the conditions",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                String words = refusal.words
                                        .replace(secret, "***")
                                        .replaceAll(Pattern.quote(secret.substring(0, 6)) + "\\S*", "***");
                                return super.translated(operation, refusal).toBuilder()
                                        .problem(refusal.code + " " + words)
                                        .build();
                            }
                        }),
                adapter(
                        "the reason for one person holds the secret",
                        "E-8",
                        "the reason for one thing",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private String words = "";

                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                Bulk bulk = call(
                                        "members.add",
                                        () -> service.add(
                                                secret,
                                                batch.stream().map(ids::get).toList()));
                                mustShow(bulk.shown(), "members.add");
                                words = bulk.words();
                                for (String thing : batch) {
                                    String error = bulk.errors().getOrDefault(ids.get(thing), "already_in");
                                    if (error.equals("already_in")) {
                                        outcomes.succeeded(thing);
                                    } else {
                                        outcomes.failed(thing, ofThing(error, thing));
                                    }
                                }
                            }

                            @Override
                            AdapterException ofThing(String code, String thing) {
                                return AdapterException.of(kind(code), name(), "members.add", code + " " + words)
                                        .build();
                            }
                        }));
    }

    private static List<Broken> states() {
        Set<WiredService> closed = ConcurrentHashMap.newKeySet();
        return List.of(
                adapter("closing one closes all", "I-7", "the client is closed", (service, conditions) -> {
                    closed.remove(service);
                    return new WiredAdapter(service, conditions) {
                        @Override
                        <T> T sent(String operation, Wire<T> wire) throws IOException {
                            if (closed.contains(service)) {
                                throw new IllegalStateException("the client is closed");
                            }
                            return super.sent(operation, wire);
                        }

                        @Override
                        public void close() {
                            closed.add(service);
                        }
                    };
                }),
                adapter(
                        "reads on a thread that no listener hears",
                        "Z-1",
                        "it did not hear of",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            List<Entry> entries() throws IOException, InterruptedException {
                                FutureTask<List<Entry>> read = new FutureTask<>(super::entries);
                                Thread thread = Rig.start(read);
                                try {
                                    return read.get();
                                } catch (InterruptedException e) {
                                    thread.interrupt();
                                    throw e;
                                } catch (ExecutionException e) {
                                    if (e.getCause() instanceof AdapterException cause) {
                                        throw cause;
                                    }
                                    throw new IllegalStateException(e);
                                }
                            }
                        }),
                harness(
                        "lookups that are answered are not in the log",
                        "Z-1",
                        "the service to see every call",
                        () -> new Side(WiredAdapter::new) {
                            @Override
                            public List<Request> requests() {
                                return super.requests().stream()
                                        .filter(request -> !request.operation().equals("people.lookup")
                                                || request.fault()
                                                        .filter(fault -> fault.type() == Fault.Type.HANG)
                                                        .isPresent())
                                        .toList();
                            }
                        }),
                adapter(
                        "who was asked for once is taken for added",
                        "Z-1",
                        "to replay it",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private final Set<String> asked = new HashSet<>();

                            @Override
                            public void add(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                List<String> others = things.stream()
                                        .filter(thing -> !asked.contains(thing))
                                        .toList();
                                things.stream()
                                        .filter(thing -> !others.contains(thing))
                                        .forEach(outcomes::succeeded);
                                super.add(others, outcomes);
                            }

                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                asked.addAll(batch);
                                super.addBatch(batch, ids, outcomes);
                            }

                            @Override
                            public void remove(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                asked.removeAll(things);
                                super.remove(things, outcomes);
                            }
                        }));
    }
}
