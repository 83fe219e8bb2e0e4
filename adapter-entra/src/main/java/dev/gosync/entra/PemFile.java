package dev.gosync.entra;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with a certificate and its private key.
 *
 * @param key the private key
 * @param certificate the certificate
 */
record PemFile(PrivateKey key, X509Certificate certificate) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if that is not possible. The message completes a sentence that begins with the name
     *     of the setting, and shows nothing of the content.
     */
    static PemFile read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + file);
        }
        Matcher key = KEY.matcher(text);
        Matcher certificate = CERTIFICATE.matcher(text);
        if (!key.find() || !certificate.find()) {
            throw new IllegalArgumentException("must hold a certificate and its private key without a password, as PEM:"
                    + " -----BEGIN CERTIFICATE----- and -----BEGIN PRIVATE KEY-----");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(key.group(1));
            return new PemFile(
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes)),
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(
                                    certificate.group().getBytes(StandardCharsets.ISO_8859_1))));
        } catch (GeneralSecurityException | IllegalArgumentException e) { // its message may show a part of the key
            throw new IllegalArgumentException("must hold an RSA key and its certificate; this file is damaged");
        }
    }

    /** {@return nothing of what it holds} */
    @Override
    public String toString() {
        return "PemFile";
    }
}
