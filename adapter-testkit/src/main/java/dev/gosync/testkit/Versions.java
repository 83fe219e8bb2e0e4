package dev.gosync.testkit;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Which version of something a class is: from its jar's manifest, or from the POM that it is being built by. */
final class Versions {
    static final String UNKNOWN = "unknown";

    private Versions() {}

    static String of(Class<?> type) {
        return Optional.ofNullable(type.getPackage())
                .map(Package::getImplementationVersion)
                .or(() -> fromPom(type))
                .orElse(UNKNOWN);
    }

    /** For {@code target/classes} and similar folders. */
    private static Optional<String> fromPom(Class<?> type) {
        try {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            if (source == null || source.getLocation() == null) {
                return Optional.empty();
            }
            Path classes = Path.of(source.getLocation().toURI());
            Path pom = classes.resolveSibling("..").resolve("pom.xml").normalize();
            if (!Files.isDirectory(classes) || !Files.isRegularFile(pom)) {
                return Optional.empty();
            }
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            try (InputStream in = Files.newInputStream(pom)) {
                Element project = factory.newDocumentBuilder().parse(in).getDocumentElement();
                return child(project, "version")
                        .or(() -> child(project, "parent").flatMap(parent -> child(parent, "version")))
                        .map(version -> version.getTextContent().strip())
                        .filter(version -> !version.contains("${"));
            }
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    private static Optional<Node> child(Node parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }
}
