package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Matching;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Remembers the e-mail addresses of accounts, if Jira shows them, and the ids of schedules. What is not known, or was
 * learnt too long ago, is looked up. Threads may share it.
 */
final class JsmDirectory {
    private final JsmApi api;

    /** By account id; empty if the account does not show its address. */
    private final ExpiringMap<String, Optional<String>> addresses;

    /** By e-mail address, in any case: the accounts that can be added. */
    private final ExpiringMap<String, String> accounts;

    /** By name. */
    private final ExpiringMap<String, String> schedules;

    JsmDirectory(JsmApi api, Duration age, Clock clock) {
        this.api = api;
        this.addresses = new ExpiringMap<>(age, clock);
        this.accounts = new ExpiringMap<>(age, clock);
        this.schedules = new ExpiringMap<>(age, clock);
    }

    /**
     * Addresses by account id.
     *
     * @param wereAsked whether Jira had to be asked
     */
    record Shown(Map<String, String> byAccount, boolean wereAsked) {}

    /** Returns the e-mail addresses of accounts. Accounts that do not show one are missing. */
    Shown addresses(String place, Collection<String> ids) throws InterruptedException {
        Map<String, String> known = new HashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        for (String id : ids) {
            addresses
                    .get(id)
                    .ifPresentOrElse(address -> address.ifPresent(text -> known.put(id, text)), () -> missing.add(id));
        }
        if (missing.isEmpty()) {
            return new Shown(known, false);
        }
        Map<String, String> shown = new HashMap<>();
        for (JsonNode user : api.users(place, missing)) {
            String id = user.path("accountId").textValue();
            learn(user).ifPresent(address -> shown.put(id, address));
        }
        for (String id : missing) {
            String address = shown.get(id);
            if (address == null) {
                addresses.put(id, Optional.empty());
            } else {
                known.put(id, address);
            }
        }
        return new Shown(known, true);
    }

    /** Returns the id of the account with an e-mail address: an active account that shows exactly this address. */
    Optional<String> find(String place, String email) throws InterruptedException {
        Optional<String> known = accounts.get(key(email));
        if (known.isPresent()) {
            return known;
        }
        Optional<String> found = Optional.empty();
        for (JsonNode user : api.usersLike(place, email)) {
            boolean isMeant = learn(user).map(JsmDirectory::key).equals(Optional.of(key(email)));
            if (found.isEmpty() && isMeant && canBeAdded(user)) {
                found = Optional.of(user.path("accountId").textValue());
            }
        }
        return found;
    }

    private Optional<String> learn(JsonNode user) {
        String id = user.path("accountId").textValue();
        Optional<String> address = shown(user);
        addresses
                .get(id)
                .flatMap(before -> before)
                .filter(before -> isAccountOf(before, id))
                .ifPresent(before -> accounts.remove(key(before)));
        addresses.put(id, address);
        address.filter(text -> canBeAdded(user) && accounts.get(key(text)).isEmpty())
                .ifPresent(text -> accounts.put(key(text), id));
        return address;
    }

    /** Customers and inactive accounts may show an address that belongs to another account by now. */
    private static boolean canBeAdded(JsonNode user) {
        return user.path("accountType").asText("atlassian").equals("atlassian")
                && user.path("active").asBoolean(true);
    }

    private boolean isAccountOf(String address, String id) {
        return accounts.get(key(address)).filter(id::equals).isPresent();
    }

    private static Optional<String> shown(JsonNode user) {
        JsonNode address = user.path("emailAddress");
        return Optional.of(address.isTextual() ? address.textValue().strip() : "")
                .filter(text -> !text.isEmpty());
    }

    private static String key(String email) {
        return Matching.ignoringCase().key(email);
    }

    /** What is asked of a schedule by its id. */
    interface Question<T> {
        T ask(String id) throws InterruptedException;
    }

    /** Asks something of a schedule. If its known id is not found, the name may mean another schedule by now. */
    <T> T ask(String place, ScheduleKey schedule, Question<T> question) throws InterruptedException {
        if (!schedule.isName()) {
            return question.ask(schedule.value());
        }
        String name = schedule.value();
        Optional<String> known = schedules.get(name);
        if (known.isPresent()) {
            try {
                return question.ask(known.get());
            } catch (AdapterException e) {
                if (e.kind() != FailureKind.NOT_FOUND) {
                    throw e;
                }
                schedules.remove(name);
            }
        }
        String id = scheduleId(place, name);
        schedules.put(name, id);
        return question.ask(id);
    }

    private String scheduleId(String place, String name) throws InterruptedException {
        List<String> found = api.schedulesCalled(place, name);
        if (found.isEmpty()) {
            throw api.client().failures().notFound(place, JsmApi.LIST_SCHEDULES, "there is no schedule " + name);
        }
        if (found.size() > 1) {
            throw AdapterException.of(
                            FailureKind.INVALID_REQUEST,
                            place,
                            JsmApi.LIST_SCHEDULES,
                            found.size() + " schedules have the name " + name)
                    .remedy("Name the schedule by its id: "
                            + found.stream().map(api.client().failures()::words).collect(Collectors.joining(", "))
                            + ".")
                    .build();
        }
        return found.get(0);
    }
}
