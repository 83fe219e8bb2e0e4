package dev.gosync.slack;

import com.slack.api.methods.response.conversations.ConversationsListResponse;
import com.slack.api.model.Conversation;
import com.slack.api.model.ConversationType;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of the workspace's conversations, read once for all that are named, and again after a while: a name may pass
 * to another one. Safe for use by several threads: one of them asks Slack, the others wait.
 */
final class Conversations {
    private static final List<ConversationType> CHANNELS =
            List.of(ConversationType.PUBLIC_CHANNEL, ConversationType.PRIVATE_CHANNEL);

    private record Named(String id, String name, boolean archived) {}

    private final WebApi api;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Named> known = List.of();
    private Instant readAt = Instant.MIN;

    Conversations(WebApi api) {
        this.api = api;
    }

    /** The id of the conversation with this name, without its sign. */
    String id(String place, String name) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Instant now = api.retry().clock().instant();
            if (called(name).isEmpty() || readAt.plus(WebApi.KEPT).isBefore(now)) {
                known = read(place);
                readAt = now;
            }
            return only(place, name, called(name));
        } finally {
            lock.unlock();
        }
    }

    private List<Named> called(String name) {
        return known.stream().filter(each -> each.name.equalsIgnoreCase(name)).toList();
    }

    private String only(String place, String name, List<Named> found) {
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
                            + " Into a private channel the app has to be invited.")
                    .build();
        }
        throw AdapterException.of(
                        FailureKind.NOT_FOUND,
                        place,
                        Method.CONVERSATIONS_LIST.text(),
                        candidates.size() + " conversations are called #" + name)
                .remedy("Name the one that is meant by its id: "
                        + candidates.stream().map(Named::id).sorted().collect(Collectors.joining(", ")) + ".")
                .build();
    }

    private List<Named> read(String place) throws InterruptedException {
        List<Named> all = new ArrayList<>();
        Set<String> pages = new HashSet<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            @Nullable String cursor = next.get().isEmpty() ? null : next.get();
            ConversationsListResponse page = api.call(
                    place,
                    Method.CONVERSATIONS_LIST,
                    slack -> slack.conversationsList(request -> request.types(CHANNELS)
                            .limit(WebApi.PAGE)
                            .cursor(cursor)
                            .teamId(api.team())));
            for (Conversation each : api.present(place, Method.CONVERSATIONS_LIST, "channels", page.getChannels())) {
                if (each.getId() != null && each.getName() != null) {
                    all.add(new Named(each.getId(), each.getName(), each.isArchived()));
                }
            }
            next = api.next(place, Method.CONVERSATIONS_LIST, pages, page.getResponseMetadata());
        }
        return all;
    }
}
