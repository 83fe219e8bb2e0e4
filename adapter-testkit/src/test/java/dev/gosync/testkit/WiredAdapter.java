package dev.gosync.testkit;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.Pages;
import dev.gosync.testkit.WiredService.Bulk;
import dev.gosync.testkit.WiredService.Entry;
import dev.gosync.testkit.WiredService.Page;
import dev.gosync.testkit.WiredService.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A right adapter for {@link WiredService}, in small steps that each can be got wrong. */
class WiredAdapter implements Adapter {
    /** A request. */
    interface Wire<T> {
        T send() throws IOException, Refusal;
    }

    final WiredService service;
    final Conditions conditions;
    final Retry retry;
    final String secret;

    WiredAdapter(WiredService service, Conditions conditions) {
        this.service = service;
        this.conditions = conditions;
        this.retry = conditions.retry();
        this.secret = conditions.secret();
    }

    @Override
    public String name() {
        return "Wired group G1";
    }

    @Override
    public Listing get() throws IOException, InterruptedException {
        return listing(entries());
    }

    List<Entry> entries() throws IOException, InterruptedException {
        List<Entry> entries = new ArrayList<>();
        Pages pages = Pages.of(name(), "members.list");
        Optional<String> next = Optional.of("0");
        while (next.isPresent()) {
            Page page = page(Integer.parseInt(next.get()));
            entries.addAll(page.entries());
            next = pages.next(ids(page), page.next() < 0 ? "" : String.valueOf(page.next()));
        }
        return entries;
    }

    private static List<String> ids(Page page) {
        return page.entries().stream().map(entry -> entry.person().id()).toList();
    }

    Page page(int from) throws IOException, InterruptedException {
        return call("members.list", () -> service.list(secret, from));
    }

    Listing listing(List<Entry> entries) {
        Set<String> things = new LinkedHashSet<>();
        Map<String, String> kept = new LinkedHashMap<>();
        int nameless = 0;
        for (Entry entry : entries) {
            String email = entry.person().email();
            if (email.isEmpty()) {
                nameless++;
                continue;
            }
            things.add(email);
            if (entry.owner()) {
                kept.put(email, "owner");
            }
        }
        return new Listing(things, Map.of(), kept, nameless == 0 ? Map.of() : Map.of("no e-mail", nameless));
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        Map<String, String> ids = outcomes.prepare(() -> ids(things));
        outcomes.batches(known(things, ids, outcomes), WiredService.BATCH, batch -> addBatch(batch, ids, outcomes));
    }

    void addBatch(List<String> batch, Map<String, String> ids, Outcomes outcomes)
            throws IOException, InterruptedException {
        Bulk bulk = call(
                "members.add",
                () -> service.add(secret, batch.stream().map(ids::get).toList()));
        mustShow(bulk.shown(), "members.add");
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
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        Map<String, String> ids = outcomes.prepare(() -> ids(things));
        outcomes.each(known(things, ids, outcomes), thing -> removeOne(thing, ids.get(thing)));
    }

    void removeOne(String thing, String id) throws IOException, InterruptedException {
        String answer = call("members.remove", () -> service.remove(secret, id, false));
        mustShow(!answer.isEmpty(), "members.remove");
        mustGo(answer, thing);
    }

    /** An owner stays. */
    void mustGo(String answer, String thing) {
        if (answer.equals("owner")) {
            throw ofThing("forbidden_person", thing);
        }
    }

    /** A success without its details says nothing. */
    void mustShow(boolean shown, String operation) {
        if (!shown) {
            throw translated(operation, new Refusal(WiredService.FOREIGN, Optional.empty()));
        }
    }

    /** Those whose id is known; the others are reported. */
    List<String> known(List<String> things, Map<String, String> ids, Outcomes outcomes) {
        for (String thing : things) {
            if (!ids.containsKey(thing)) {
                outcomes.failed(thing, ofThing("unknown_person", thing));
            }
        }
        return things.stream().filter(ids::containsKey).toList();
    }

    Map<String, String> ids(List<String> things) throws IOException, InterruptedException {
        return call("people.lookup", () -> service.lookup(secret, things));
    }

    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    String key(String thing) {
        return thing.toLowerCase(Locale.ROOT);
    }

    <T> T call(String operation, Wire<T> wire) throws IOException, InterruptedException {
        return retry.call(name(), operation, () -> sent(operation, wire));
    }

    <T> T sent(String operation, Wire<T> wire) throws IOException {
        try {
            return wire.send();
        } catch (Refusal e) {
            throw translated(operation, e);
        }
    }

    AdapterException translated(String operation, Refusal refusal) {
        AdapterException.Builder failure = AdapterException.of(kind(refusal.code), name(), operation, refusal.code)
                .cause(refusal);
        refusal.comeBack.ifPresent(failure::retryAt);
        if (refusal.code.equals(WiredService.PROXY_ERROR) || refusal.code.equals(WiredService.FOREIGN)) {
            failure.answerLost();
        }
        return failure.build();
    }

    FailureKind kind(String code) {
        return switch (code) {
            case "unknown_person" -> FailureKind.UNKNOWN_THING;
            case "forbidden_person" -> FailureKind.REFUSED_THING;
            case WiredService.FOREIGN -> FailureKind.MALFORMED_ANSWER;
            case WiredService.PROXY_ERROR -> FailureKind.UNAVAILABLE;
            case WiredService.REDIRECT -> FailureKind.UNKNOWN;
            default -> FailureKind.valueOf(code.toUpperCase(Locale.ROOT));
        };
    }

    AdapterException ofThing(String code, String thing) {
        return AdapterException.of(kind(code), name(), "members.add", code + " " + thing)
                .build();
    }
}
