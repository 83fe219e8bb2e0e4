package dev.gosync.google;

import dev.gosync.adapter.Matching;

/**
 * Which spellings of an address are one mailbox for Google. For consumer mailboxes Google documents that dots before the
 * @ do not count, and that gmail.com and googlemail.com are one. Tags ({@code ann+list@gmail.com}) stay addresses of
 * their own, because a group can hold them beside the address without a tag.
 */
final class Mailboxes {
    static final Matching MATCHING = Matching.by(Mailboxes::key);

    private static final String GMAIL = "@gmail.com";
    private static final String GOOGLEMAIL = "@googlemail.com";

    private Mailboxes() {}

    private static String key(String address) {
        String folded = Matching.ignoringCase().key(address);
        boolean consumer = folded.endsWith(GMAIL) || folded.endsWith(GOOGLEMAIL);
        return consumer ? folded.substring(0, folded.lastIndexOf('@')).replace(".", "") + GMAIL : folded;
    }
}
