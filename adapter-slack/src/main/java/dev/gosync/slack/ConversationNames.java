package dev.gosync.slack;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The names of the workspace's channels. They are read once for all places that are configured by a name, and again
 * after a while, because a name can move to another channel. Threads may share it: one of them asks Slack, the others
 * wait.
 */
final class ConversationNames {
    private static final String ALL = "";

    private record Named(String id, String name, boolean archived) {}

    private final SlackApi api;
    private final ReentrantLock lock = new ReentrantLock();
    private final ExpiringMap<String, List<Named>> memory;

    ConversationNames(SlackApi api, Duration age) {
        this.api = api;
        this.memory = new ExpiringMap<>(age, api.retry().clock());
    }

    /** The id of the conversation with this name, without its sign. */
    String id(String place, String name) throws InterruptedException {
        api.checkOpen();
        lock.lockInterruptibly();
        try {
            List<Named> known = memory.get(ALL).orElse(List.of());
            if (called(name, known).isEmpty()) {
                known = read(place);
                memory.put(ALL, known);
            }
            return only(place, name, known);
        } finally {
            lock.unlock();
        }
    }

    private static List<Named> called(String name, List<Named> known) {
        String key = SlackDirectory.key(name);
        return known.stream()
                .filter(each -> SlackDirectory.key(each.name).equals(key))
                .toList();
    }

    private static String only(String place, String name, List<Named> known) {
        List<Named> found = called(name, known);
        List<Named> inUse = found.stream().filter(each -> !each.archived).toList();
        List<Named> candidates = inUse.isEmpty() ? found : inUse;
        if (candidates.size() == 1) {
            return candidates.get(0).id;
        }
        if (candidates.isEmpty()) {
            throw AdapterException.of(
                            FailureKind.NOT_FOUND,
                            place,
                            Method.CONVERSATIONS_LIST.text(),
                            "no conversation is called #" + name)
                    .remedy(Nearest.of(name, known.stream().map(Named::name).toList(), "#")
                            + " If the channel is private, invite the app to it.")
                    .build();
        }
        throw AdapterException.of(
                        FailureKind.NOT_FOUND,
                        place,
                        Method.CONVERSATIONS_LIST.text(),
                        candidates.size() + " conversations are called #" + name)
                .remedy("Configure the right one by its id: "
                        + candidates.stream().map(Named::id).sorted().collect(Collectors.joining(", ")) + ".")
                .build();
    }

    private List<Named> read(String place) throws InterruptedException {
        return api.channels(place).stream()
                .filter(each -> each.getId() != null && each.getName() != null)
                .map(each -> new Named(each.getId(), each.getName(), each.isArchived()))
                .toList();
    }
}
