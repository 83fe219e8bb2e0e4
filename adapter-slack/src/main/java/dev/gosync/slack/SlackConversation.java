package dev.gosync.slack;

import com.slack.api.methods.response.conversations.ConversationsInfoResponse;
import com.slack.api.methods.response.conversations.ConversationsKickResponse;
import com.slack.api.methods.response.conversations.ConversationsMembersResponse;
import com.slack.api.model.Conversation;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A channel, public or private. Safe for use by several threads. */
final class SlackConversation implements Adapter {
    /** How many one invitation takes. */
    private static final int INVITATIONS = 100;

    /** The wish is true already, unless it is the app itself that is not in: Slack says the same of both. */
    private static final String GONE_ALREADY = "not_in_channel";

    /** What a kick is refused with because of a policy, or of who it is about. */
    private static final Set<String> PERSONAL = Set.of(
            "restricted_action",
            "cant_kick_from_general",
            "cant_kick_from_last_channel",
            "cant_kick_self",
            "cant_kick_from_shared_channel",
            "not_supported",
            "user_not_found",
            "user_not_visible");

    /** What has to be known before the first write. */
    private record Ready(String id, Map<String, Account> people) {}

    private final WebApi api;
    private final Directory directory;
    private final Conversations conversations;
    private final String key;
    private final String name;

    /** The address under which each member was listed last, by id. */
    private volatile Map<String, String> listed = Map.of();

    /** The key is an id, or a name behind its sign. */
    SlackConversation(WebApi api, Directory directory, Conversations conversations, String key) {
        this.api = api;
        this.directory = directory;
        this.conversations = conversations;
        this.key = key;
        this.name = SlackWorkspace.nameOf("Slack conversation " + key, api.team());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        Set<String> ids = members();
        Map<String, Account> accounts = directory.members(name, ids);
        listed = People.listed(accounts);
        return People.listing(ids, accounts);
    }

    /** Slack ignores case in an e-mail address. */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    @Override
    public Preview preview(List<String> additions) throws InterruptedException {
        return People.preview(
                additions,
                directory.people(name, additions),
                listed,
                thing -> api.refusals().unknown(name, thing),
                (thing, account) -> Optional.empty());
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(List.of(), things, Mode.REMOVE_ONLY), outcomes);
    }

    @Override
    public void change(Change asked, Outcomes outcomes) throws IOException, InterruptedException {
        if (asked.isEmpty()) {
            return;
        }
        Ready ready = outcomes.prepare(() -> ready(asked));
        Change change = People.withoutCrossed(asked, ready.people, outcomes);
        outcomes.halves(
                change,
                additions -> outcomes.batches(
                        known(additions, ready, outcomes),
                        INVITATIONS,
                        batch -> new Invitation(api, name, ready.id, ready.people).to(batch, outcomes)),
                removals -> outcomes.each(known(removals, ready, outcomes), thing -> kick(thing, ready)));
    }

    private List<String> known(List<String> things, Ready ready, Outcomes outcomes) {
        return People.known(things, ready.people, name, api.refusals(), outcomes);
    }

    private Set<String> members() throws InterruptedException {
        String conversation = id();
        Set<String> ids = new LinkedHashSet<>();
        Set<String> pages = new HashSet<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            @Nullable String cursor = next.get().isEmpty() ? null : next.get();
            ConversationsMembersResponse page = api.call(
                    name,
                    Method.CONVERSATIONS_MEMBERS,
                    slack -> slack.conversationsMembers(request ->
                            request.channel(conversation).limit(WebApi.PAGE).cursor(cursor)));
            ids.addAll(api.present(name, Method.CONVERSATIONS_MEMBERS, "members", page.getMembers()));
            next = api.next(name, Method.CONVERSATIONS_MEMBERS, pages, page.getResponseMetadata());
        }
        return ids;
    }

    private String id() throws InterruptedException {
        return key.startsWith("#") ? conversations.id(name, key.substring(1)) : key;
    }

    private Ready ready(Change change) throws InterruptedException {
        String conversation = id();
        mustBeWritable(state(conversation));
        List<String> all = new ArrayList<>(change.additions());
        all.addAll(change.removals());
        return new Ready(conversation, directory.people(name, all));
    }

    private Conversation state(String conversation) throws InterruptedException {
        ConversationsInfoResponse answer = api.call(
                name,
                Method.CONVERSATIONS_INFO,
                slack -> slack.conversationsInfo(request -> request.channel(conversation)));
        return api.present(name, Method.CONVERSATIONS_INFO, "channel", answer.getChannel());
    }

    /** Whether it can be written is seen before anybody is invited or kicked. */
    private void mustBeWritable(Conversation state) {
        if (state.isArchived()) {
            throw refused(
                    FailureKind.READ_ONLY, "it is archived", "Unarchive it, or take it out of the configuration.");
        }
        if (state.isIm() || state.isMpim()) {
            throw refused(FailureKind.READ_ONLY, "it is a direct message", "Use a channel.");
        }
        if (!state.isMember()) {
            throw refused(
                    FailureKind.PERMISSION,
                    "the app is not in it",
                    "Invite the app to the conversation (write /invite and its name there), then run again.");
        }
    }

    private AdapterException refused(FailureKind kind, String problem, String remedy) {
        return AdapterException.of(kind, name, Method.CONVERSATIONS_INFO.text(), problem)
                .remedy(remedy)
                .build();
    }

    private void kick(String thing, Ready ready) throws InterruptedException {
        String person = People.id(thing, ready.people);
        ConversationsKickResponse answer = api.call(
                name,
                Method.CONVERSATIONS_KICK,
                refusal -> refusal.getError() != null
                        && (GONE_ALREADY.equals(refusal.getError()) || PERSONAL.contains(refusal.getError())),
                slack -> slack.conversationsKick(
                        request -> request.channel(ready.id).user(person)));
        if (GONE_ALREADY.equals(answer.getError())) {
            mustBeWritable(stateAfterKick(ready.id));
        } else if (!answer.isOk()) {
            throw api.refusals().ofPerson(name, Method.CONVERSATIONS_KICK, thing, answer.getError());
        }
    }

    private Conversation stateAfterKick(String conversation) throws InterruptedException {
        try {
            return state(conversation);
        } catch (AdapterException e) {
            throw Refusals.unseen(e);
        }
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
