import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.app.Connection;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends the messages of a file, with blank lines between, one after another; prints code and number of each answer. */
public class Sender {
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    boolean tls = Boolean.parseBoolean(args[1]);
    String file = Files.readString(Path.of(args[2]), StandardCharsets.UTF_8);
    try (HapiContext context = new DefaultHapiContext()) {
      context.setModelClassFactory(new GenericModelClassFactory());
      context.setValidationContext(ValidationContextFactory.noValidation());
      Connection connection = context.newClient("127.0.0.1", port, tls);
      for (String text : file.split("\n\n+")) {
        Message message = context.getGenericParser().parse(text.strip());
        Terser answer = new Terser(connection.getInitiator().sendAndReceive(message));
        System.out.println(answer.get("/MSA-1") + " " + answer.get("/MSA-2"));
      }
      connection.close();
    }
  }
}
