package dev.gosync.entra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.ExpiringMap;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the users of the tenant by their addresses, and remembers them for a while. A user that was not found is looked
 * up again. Threads may share it.
 */
final class EntraDirectory {
    static final String FIND_USERS = "find users";

    /** Graph takes about 15 values in one filter, and each address is there twice. */
    private static final int IN_ONE_FILTER = 7;

    private final EntraApi api;

    /** By the key of an address: the users that have it, at least one. */
    private final ExpiringMap<String, List<EntraAccount>> known;

    EntraDirectory(EntraApi api, Duration age, Clock clock) {
        this.api = api;
        this.known = new ExpiringMap<>(age, clock);
    }

    /**
     * Finds users. A user is listed under one address. Users that are listed under this one come first; only without any,
     * the user that signs in with this name is meant.
     *
     * @return by thing, only things that someone has
     */
    Map<String, List<EntraAccount>> find(String place, Collection<String> things) throws InterruptedException {
        Map<String, String> missing = new LinkedHashMap<>();
        Map<String, List<EntraAccount>> found = new HashMap<>();
        for (String thing : things) {
            known.get(EntraAccount.key(thing))
                    .ifPresentOrElse(
                            users -> found.put(thing, users),
                            () -> missing.putIfAbsent(EntraAccount.key(thing), thing));
        }
        if (missing.isEmpty()) {
            return found;
        }
        Map<String, List<EntraAccount>> listed = new HashMap<>();
        Map<String, List<EntraAccount>> named = new HashMap<>();
        for (EntraAccount user : ask(place, List.copyOf(missing.values()))) {
            listed.computeIfAbsent(EntraAccount.key(user.thing()), ignored -> new ArrayList<>())
                    .add(user);
            named.computeIfAbsent(EntraAccount.key(user.userPrincipalName()), ignored -> new ArrayList<>())
                    .add(user);
        }
        for (String key : missing.keySet()) {
            Optional.ofNullable(listed.get(key))
                    .or(() -> Optional.ofNullable(named.get(key)))
                    .ifPresent(users -> known.put(key, List.copyOf(users)));
        }
        for (String thing : things) {
            String key = EntraAccount.key(thing);
            Optional.ofNullable(listed.get(key))
                    .or(() -> Optional.ofNullable(named.get(key)))
                    .ifPresent(users -> found.putIfAbsent(thing, List.copyOf(users)));
        }
        return found;
    }

    /** Forgets users that Graph no longer knows. */
    void forget(Collection<String> things) {
        things.forEach(thing -> known.remove(EntraAccount.key(thing)));
    }

    private Collection<EntraAccount> ask(String place, List<String> things) throws InterruptedException {
        Map<String, EntraAccount> byId = new LinkedHashMap<>();
        int inOneBatch = IN_ONE_FILTER * GraphBatch.MOST;
        for (int from = 0; from < things.size(); from += inOneBatch) {
            List<String> some = things.subList(from, Math.min(from + inOneBatch, things.size()));
            List<GraphBatch.Part> parts = new ArrayList<>();
            for (int at = 0; at < some.size(); at += IN_ONE_FILTER) {
                parts.add(api.findUsers(some.subList(at, Math.min(at + IN_ONE_FILTER, some.size()))));
            }
            GraphBatch batch = api.batch(place, FIND_USERS, parts);
            Optional<AdapterException> failure = batch.failure();
            if (failure.isPresent()) {
                throw failure.get();
            }
            for (int part = 0; part < parts.size(); part++) {
                JsonAnswer answer = batch.answer(part).orElseThrow().success();
                if (answer.json().hasNonNull("@odata.nextLink")) {
                    throw answer.malformed("it says that more users have the addresses that were asked for");
                }
                for (JsonNode each : answer.objects("value")) {
                    EntraAccount user = EntraAccount.read(answer, each)
                            .orElseThrow(() -> api.failures().hidden(place, FIND_USERS, "the names"));
                    byId.put(user.id(), user);
                }
            }
        }
        return byId.values();
    }
}
