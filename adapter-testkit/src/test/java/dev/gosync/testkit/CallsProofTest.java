package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Entry;
import dev.gosync.testkit.WiredService.Page;
import dev.gosync.testkit.WiredService.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Mistakes in repeating and interrupting calls, with threads, read-only places and names. */
final class CallsProofTest extends Proof {
    @Override
    List<Broken> mistakes() {
        return Stream.of(retries(), threadsAndNames()).flatMap(List::stream).toList();
    }

    // --- T: retries

    private static List<Broken> retries() {
        return List.of(
                adapter(
                        "Retry-After is ignored",
                        "T-1 T-2 T-8 T-16",
                        "the waits are [PT0.25S]",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                return super.translated(operation, new Refusal(refusal.code, Optional.empty()));
                            }
                        }),
                adapter(
                        "Retry-After is ignored for writes",
                        "T-2 T-8 T-16",
                        "the waits are [PT0.25S]",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                return super.translated(
                                        operation,
                                        operation.equals("members.list")
                                                ? refusal
                                                : new Refusal(refusal.code, Optional.empty()));
                            }
                        }),
                adapter(
                        "nothing is tried again",
                        "T-3 T-1 T-2 T-4 T-7 T-9 T-10 T-11 T-15 T-16 T-17 T-18 I-2 I-3",
                        "there are 1",
                        (service, conditions) -> new WiredAdapter(
                                service, new Conditions(conditions.retry().attempts(1), conditions.secret()))),
                adapter(
                        "the vendor's client tries again by itself",
                        "T-3 T-4 T-17",
                        "there are 6",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            <T> T sent(String operation, Wire<T> wire) throws IOException {
                                return super.sent(operation, () -> {
                                    try {
                                        return wire.send();
                                    } catch (Refusal e) {
                                        if (e.code.equals("unavailable")) {
                                            return wire.send();
                                        }
                                        throw e;
                                    }
                                });
                            }
                        }),
                adapter(
                        "writes are tried once",
                        "T-4 T-2 T-9 T-11 T-15 T-16 T-17 T-18 I-3",
                        "there are 1",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            <T> T call(String operation, Wire<T> wire) throws IOException, InterruptedException {
                                return operation.equals("members.list")
                                        ? super.call(operation, wire)
                                        : retry.attempts(1).call(name(), operation, () -> sent(operation, wire));
                            }
                        }),
                adapter(
                        "a refused read is tried again",
                        "T-5 G-4",
                        "there were 2",
                        (service, conditions) -> again(service, conditions, "members.list", "permission")),
                adapter(
                        "a refused write is tried again",
                        "T-6 O-5",
                        "there were 2",
                        (service, conditions) -> again(service, conditions, "members.add", "permission")),
                adapter(
                        "a removal from a place that is not there is tried again",
                        "T-6",
                        "there were 2",
                        (service, conditions) -> again(service, conditions, "members.remove", "not_found")),
                adapter(
                        "the whole read is tried again",
                        "T-7",
                        "there were",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Listing get() throws IOException, InterruptedException {
                                return listing(retry.call(name(), "members.list", this::entries));
                            }

                            @Override
                            Page page(int from) throws IOException {
                                return sent("members.list", () -> service.list(secret, from));
                            }
                        }),
                adapter(
                        "no wait is longer than a minute",
                        "T-8",
                        "to give up at once",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                Instant latest = conditions.clock().instant().plus(Duration.ofMinutes(1));
                                return super.translated(
                                        operation,
                                        new Refusal(
                                                refusal.code,
                                                refusal.comeBack.map(time -> time.isAfter(latest) ? latest : time)));
                            }
                        }),
                adapter(
                        "a lost answer is final",
                        "T-9",
                        "NOT_KNOWN",
                        (service, conditions) ->
                                translating(service, conditions, SocketException.class, FailureKind.UNKNOWN)),
                adapter(
                        "a refused connection is a wrong password",
                        "T-10",
                        "AUTHENTICATION",
                        (service, conditions) ->
                                translating(service, conditions, ConnectException.class, FailureKind.AUTHENTICATION)),
                adapter(
                        "half an answer is a malformed one",
                        "T-11 T-15",
                        "MALFORMED_ANSWER",
                        (service, conditions) ->
                                translating(service, conditions, EOFException.class, FailureKind.MALFORMED_ANSWER)),
                adapter(
                        "each byte has a timeout, the answer has none",
                        "T-12",
                        "still going on",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            <T> T call(String operation, Wire<T> wire) throws IOException, InterruptedException {
                                return retry.callTimeout(Duration.ofDays(1))
                                        .call(name(), operation, () -> untilSilent(operation, wire));
                            }

                            private <T> T untilSilent(String operation, Wire<T> wire)
                                    throws IOException, InterruptedException {
                                FutureTask<T> task = new FutureTask<>(() -> sent(operation, wire));
                                Thread thread = new Thread(task);
                                thread.setDaemon(true);
                                thread.start();
                                while (true) {
                                    int dripped = service.dripped();
                                    try {
                                        return task.get(
                                                conditions.retry().callTimeout().toMillis(), TimeUnit.MILLISECONDS);
                                    } catch (TimeoutException e) {
                                        if (service.dripped() == dripped) {
                                            throw new SocketTimeoutException("Read timed out");
                                        }
                                    } catch (ExecutionException e) {
                                        if (e.getCause() instanceof IOException cause) {
                                            throw cause;
                                        }
                                        throw (RuntimeException) e.getCause();
                                    }
                                }
                            }
                        }),
                adapter(
                        "nothing bounds a call",
                        "T-13 T-12 T-15",
                        "still going on",
                        (service, conditions) -> new WiredAdapter(
                                service,
                                new Conditions(
                                        conditions.retry().callTimeout(Duration.ofDays(1)), conditions.secret()))),
                adapter(
                        "the client repeats what breaks on a connection that has served",
                        "T-14",
                        "reads in the log",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private volatile boolean served;

                            @Override
                            <T> T sent(String operation, Wire<T> wire) throws IOException {
                                try {
                                    T answer = super.sent(operation, wire);
                                    served = true;
                                    return answer;
                                } catch (ConnectException e) {
                                    throw e;
                                } catch (SocketException e) {
                                    if (served && String.valueOf(e.getMessage()).contains("reset")) {
                                        return super.sent(operation, wire);
                                    }
                                    throw e;
                                }
                            }
                        }));
    }

    private static WiredAdapter again(WiredService service, Conditions conditions, String asked, String code) {
        return new WiredAdapter(service, conditions) {
            @Override
            <T> T sent(String operation, Wire<T> wire) throws IOException {
                return super.sent(operation, () -> {
                    try {
                        return wire.send();
                    } catch (Refusal e) {
                        if (e.code.equals(code) && operation.equals(asked)) {
                            return wire.send();
                        }
                        throw e;
                    }
                });
            }
        };
    }

    private static WiredAdapter translating(
            WiredService service, Conditions conditions, Class<? extends IOException> type, FailureKind kind) {
        return new WiredAdapter(service, conditions) {
            @Override
            <T> T sent(String operation, Wire<T> wire) throws IOException {
                try {
                    return super.sent(operation, wire);
                } catch (IOException e) {
                    if (e.getClass() == type) {
                        throw AdapterException.of(kind, name(), operation, "no answer")
                                .answerLost()
                                .build();
                    }
                    throw e;
                }
            }
        };
    }

    // --- I, S and N: interrupts, threads, read-only places, names

    private static List<Broken> threadsAndNames() {
        AtomicInteger names = new AtomicInteger();
        return List.of(
                adapter(
                        "a read goes round the gate",
                        "I-1 I-2",
                        "to be answered before the server or the wait ends",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                FutureTask<Page> task = new FutureTask<>(() -> super.page(from));
                                Thread thread = new Thread(task);
                                thread.setDaemon(true);
                                thread.start();
                                boolean interrupted = false;
                                while (true) {
                                    try {
                                        Page page = task.get();
                                        if (interrupted) {
                                            Thread.currentThread().interrupt();
                                        }
                                        return page;
                                    } catch (InterruptedException e) {
                                        interrupted = true;
                                    } catch (ExecutionException e) {
                                        throw (RuntimeException) e.getCause();
                                    }
                                }
                            }
                        }),
                adapter(
                        "an interrupt is a failure like others",
                        "I-1 I-2",
                        "AdapterException",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException {
                                try {
                                    return super.page(from);
                                } catch (InterruptedException e) {
                                    throw translated("members.list", new Refusal("unavailable", Optional.empty()));
                                }
                            }
                        }),
                adapter(
                        "waits go round the sleeper",
                        "T-3 T-1 T-2 T-10 T-16 I-2 I-3",
                        "2 waits between 3 attempts",
                        (service, conditions) -> new WiredAdapter(
                                service,
                                new Conditions(
                                        conditions.retry().time(conditions.clock(), time -> {}, () -> 0.5),
                                        conditions.secret()))),
                adapter(
                        "an interrupt in a wait is passed over",
                        "I-2 I-3",
                        "to be answered",
                        (service, conditions) -> new WiredAdapter(
                                service,
                                new Conditions(
                                        conditions
                                                .retry()
                                                .time(
                                                        conditions.clock(),
                                                        time -> {
                                                            try {
                                                                ((TestTime) conditions.clock()).sleep(time);
                                                            } catch (InterruptedException e) {
                                                                // passed over
                                                            }
                                                        },
                                                        () -> 0.5),
                                        conditions.secret()))),
                adapter(
                        "an interrupted write is a failure like others",
                        "I-3 I-6",
                        "it was interrupted",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
                                    throws IOException {
                                try {
                                    super.addBatch(batch, ids, outcomes);
                                } catch (InterruptedException e) {
                                    throw translated("members.add", new Refusal("permission", Optional.empty()));
                                }
                            }
                        }),
                adapter(
                        "a client for one thread at a time",
                        "I-4",
                        "busy",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private final AtomicInteger readers = new AtomicInteger();

                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                if (readers.incrementAndGet() > 1) {
                                    throw new IllegalStateException("busy");
                                }
                                try {
                                    if (Thread.currentThread().getName().equals("go-sync-testkit")) {
                                        LockSupport.parkNanos(20_000_000);
                                    }
                                    return super.page(from);
                                } finally {
                                    readers.decrementAndGet();
                                }
                            }
                        }),
                adapter(
                        "closing twice fails",
                        "I-5",
                        "closed already",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private boolean closed;

                            @Override
                            public void close() {
                                if (closed) {
                                    throw new IllegalStateException("closed already");
                                }
                                closed = true;
                            }
                        }),
                adapter("what is only read is an Adapter", "S-1", "to be no Adapter", WiredAdapter::new)
                        .asSource(),
                adapter(
                        "a read makes sure that the first is a member",
                        "S-2 H-2 E-9 T-14",
                        "there were 1 writes",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Listing get() throws IOException, InterruptedException {
                                List<Entry> entries = entries();
                                if (!entries.isEmpty()) {
                                    call(
                                            "members.add",
                                            () -> service.add(
                                                    secret,
                                                    List.of(entries.get(0)
                                                            .person()
                                                            .id())));
                                }
                                return listing(entries);
                            }
                        }),
                adapter(
                        "a read-only place is one without permission",
                        "S-3",
                        "READ_ONLY",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            FailureKind kind(String code) {
                                return code.equals("read_only") ? FailureKind.PERMISSION : super.kind(code);
                            }
                        }),
                adapter(
                        "a name that fits every place",
                        "N-1",
                        "\"Wired group\"",
                        (service, conditions) -> named(service, conditions, () -> "Wired group")),
                adapter("a name that changes", "N-2", "one name for one place", (service, conditions) -> {
                    int number = names.incrementAndGet();
                    return named(service, conditions, () -> "Wired group G1, opened as number " + number);
                }),
                adapter(
                        "a name that is asked for",
                        "N-2",
                        "no request for a name",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public String name() {
                                if (Thread.currentThread()
                                        .getStackTrace()[2]
                                        .getClassName()
                                        .contains("PlaceRules")) {
                                    try {
                                        super.page(0);
                                    } catch (IOException | InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                }
                                return super.name();
                            }
                        }),
                adapter(
                        "a name with the secret",
                        "N-3 E-7 E-8",
                        "the secret of the conditions",
                        (service, conditions) ->
                                named(service, conditions, () -> "Wired group G1 with " + conditions.secret())));
    }

    private static WiredAdapter named(WiredService service, Conditions conditions, Supplier<String> name) {
        return new WiredAdapter(service, conditions) {
            @Override
            public String name() {
                return name.get();
            }
        };
    }
}
