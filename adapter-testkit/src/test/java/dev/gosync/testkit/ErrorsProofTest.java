package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.testkit.WiredService.Page;
import dev.gosync.testkit.WiredService.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mistakes in translating errors. */
final class ErrorsProofTest extends Proof {
    @Override
    List<Broken> mistakes() {
        return List.of(
                adapter(
                        "no permission for whatever is refused",
                        "E-1 E-2",
                        "AUTHENTICATION",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            FailureKind kind(String code) {
                                return code.equals("authentication") ? FailureKind.PERMISSION : super.kind(code);
                            }
                        }),
                adapter(
                        "a refused write is an invalid request",
                        "E-2",
                        "AUTHENTICATION",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                try {
                                    super.removeOne(thing, id);
                                } catch (AdapterException e) {
                                    throw e.kind() == FailureKind.AUTHENTICATION
                                            ? translated("members.remove", new Refusal("permission", Optional.empty()))
                                            : e;
                                }
                            }
                        }),
                adapter(
                        "a missing place is nobody to remove",
                        "E-3 O-6 E-6",
                        "NOT_FOUND",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                try {
                                    super.removeOne(thing, id);
                                } catch (AdapterException e) {
                                    if (e.kind() != FailureKind.NOT_FOUND) {
                                        throw e;
                                    }
                                }
                            }
                        }),
                adapter(
                        "a missing place is an unknown person",
                        "E-3 E-1",
                        "NOT_FOUND",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            FailureKind kind(String code) {
                                return code.equals("not_found") ? FailureKind.UNKNOWN_THING : super.kind(code);
                            }
                        }),
                adapter(
                        "who is forbidden is unknown",
                        "E-4 C-5",
                        "REFUSED_THING",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            FailureKind kind(String code) {
                                return code.equals("forbidden_person") ? FailureKind.UNKNOWN_THING : super.kind(code);
                            }
                        }),
                adapter(
                        "a batch is refused whole because of one person",
                        "E-4 C-5 C-10",
                        "ended as FAILED",
                        (service, conditions) -> new SplittingAdapter(service, conditions) {
                            @Override
                            public void add(List<String> things, Outcomes outcomes)
                                    throws IOException, InterruptedException {
                                if (things.isEmpty()) {
                                    return;
                                }
                                Map<String, String> ids = outcomes.prepare(() -> ids(things));
                                List<String> known = known(things, ids, outcomes);
                                for (int from = 0; from < known.size(); from += WiredService.BATCH) {
                                    outcomes.attempt(
                                            known.subList(from, Math.min(from + WiredService.BATCH, known.size())),
                                            batch -> addBatch(batch, ids, outcomes));
                                }
                            }
                        }),
                adapter(
                        "failures of reads name no operation",
                        "E-5",
                        "Wired group G1:  : ",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                return call(" ", () -> service.list(secret, from));
                            }
                        }),
                adapter(
                        "an IOException as it is",
                        "E-5",
                        "The answer ends in the middle",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public Listing get() throws IOException, InterruptedException {
                                try {
                                    return super.get();
                                } catch (AdapterException e) {
                                    if (e.getCause() != null
                                            && e.getCause().getCause() instanceof EOFException broken) {
                                        throw broken;
                                    }
                                    throw e;
                                }
                            }
                        }),
                adapter(
                        "every invalid request is a fault of the adapter",
                        "E-14",
                        "report this",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                AdapterException right = super.translated(operation, refusal);
                                return right.kind() == FailureKind.INVALID_REQUEST
                                        ? right.toBuilder()
                                                .remedy("Please report this.")
                                                .build()
                                        : right;
                            }
                        }),
                adapter(
                        "an invalid removal is a fault of the adapter",
                        "E-14",
                        "on every write",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                AdapterException right = super.translated(operation, refusal);
                                return right.kind() == FailureKind.INVALID_REQUEST && operation.equals("members.remove")
                                        ? right.toBuilder()
                                                .remedy("Please report this.")
                                                .build()
                                        : right;
                            }
                        }),
                adapter(
                        "failures of writes name another place",
                        "E-6 T-18",
                        "Wired group G1",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            AdapterException translated(String operation, Refusal refusal) {
                                AdapterException right = super.translated(operation, refusal);
                                if (!operation.equals("members.remove")) {
                                    return right;
                                }
                                AdapterException.Builder failure =
                                        AdapterException.of(right.kind(), "some group", operation, right.problem());
                                right.retryAt().ifPresent(failure::retryAt);
                                return failure.build();
                            }
                        }),
                adapter(
                        "the secret is in a read's cause",
                        "E-7",
                        "the secret of the conditions",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                return call("members.list", () -> {
                                    try {
                                        return service.list(secret, from);
                                    } catch (IOException e) {
                                        throw new IOException("Authorization: Bearer " + secret, e);
                                    }
                                });
                            }
                        }),
                adapter(
                        "the secret is in toString",
                        "E-7 E-8",
                        "toString",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            public String toString() {
                                return "WiredAdapter[secret=" + secret + "]";
                            }
                        }),
                adapter(
                        "the secret is in toString once a read has failed",
                        "E-7 E-8",
                        "the adapter's toString after a read met",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            private volatile String last = "";

                            @Override
                            <T> T sent(String operation, Wire<T> wire) throws IOException {
                                last = "Bearer " + secret;
                                T answer = super.sent(operation, wire);
                                last = "";
                                return answer;
                            }

                            @Override
                            public String toString() {
                                return "WiredAdapter[" + last + "]";
                            }
                        }),
                adapter(
                        "the secret is in the log",
                        "E-7",
                        "the log of a read",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            Page page(int from) throws IOException, InterruptedException {
                                System.getLogger("dev.vendor").log(System.Logger.Level.TRACE, "> Bearer {0}", secret);
                                return super.page(from);
                            }
                        }),
                adapter(
                        "the secret is in a write's message",
                        "E-8",
                        "the secret of the conditions",
                        (service, conditions) -> new WiredAdapter(service, conditions) {
                            @Override
                            void removeOne(String thing, String id) throws IOException, InterruptedException {
                                String answer =
                                        call("members.remove?token=" + secret, () -> service.remove(secret, id, false));
                                mustShow(!answer.isEmpty(), "members.remove");
                                mustGo(answer, thing);
                            }
                        }));
    }
}
