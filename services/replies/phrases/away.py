"""Being away, closed or only a mailbox, as machines say it: hints of which two kinds together make a machine's answer.

One kind alone is what people write as well: "I am out till two, come at three".
"""

from services.replies.normalising import any_of

_DAY = r"(\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|tomorrow|next|the|end|mid|early|late)\w*"
REASON = any_of(
    r"(i'm|we're|i'll be|we'll be|am|be|currently|presently|is|are|been)( \w+){0,2} (away|off|abroad|overseas|unavailable|offsite|off-site|"
    r"offline|travell?ing|unreachable|honeymooning|driving|recovering|hospitali[sz]ed)",
    r"(i'm|we're|i'll be|am|be|currently|presently) (\w+ )?out( of| till| until| from| through| on|,|\.|$)",
    r"(on|at|in|attending|taking|for|from)( [\w-]+){0,4} (leave|vacation|holidays?|pto|sabbatical|honeymoon|pilgrimage|hajj|haj|umrah|yatra|"
    r"off-?site|training|conference|expo|exhibition|trade (fair|show)|seminar|workshop|convention|(customer|client) site|site visit|"
    r"retreat|time off|days? off|trip|business travel|tour|bereavement|surgery|jury duty|parental|compensatory off|comp off)",
    r"out[ -]of[ -](the )?(office|station|town|country)",
    r"^o( ?[-:,.!]|$)|\bo (till|until|from|today|tomorrow|message|reply|notice)\b",  # OOO, of which one letter is left
    r"^travell?ing|(under|on|for) (\w+ )?(shutdown|maintenance)|^\w+ (holidays?|vacations?)|\baway (until|till|from|for)|^away\b|^closed (for|until|till|due|on)|(out|off) sick|jury duty|bereavement|secondment|on deputation",
    r"recovering from|undergoing|medical (leave|reasons)|(in|to) hospital",
    r"away from (keyboard|(my|the) (desk|phone|mail|email|computer)|work)",
    r"(have|has|am|'ve) (now )?(retired|left (the )?(company|organi[sz]ation|firm|job|\w+ (ltd|limited|pvt|inc)))|moved on from|superannuat\w+",
    r"no longer (with|work|works|working|employed|part of|at)",
    r"(don't|not) work(ing)? (on )?(mon|tue|wed|thu|fri|sat|sun)\w*|work(ing)? part[- ]time|(my|our) working days",
    r"(office|offices|we|shop|store|clinic|team|branch|factory|showroom|company|support|hospital|school|bank)( \w+){0,5} (closed|shut|offline|unavailable)",
    r"(public|bank|national|gazetted|festival|state) holiday",
    r"in (a |back[- ]to[- ]back )?(meetings?|training|surgery|theatre|exam|transit|flight)",
)
RETURN = any_of(
    rf"(until|till|through|thru|up ?to|before|from)( \w+){{0,3}} {_DAY}",
    r"(i'll|we'll|will|shall|would) (\w+ )?(be )?(back|return\w*|resum\w+|rejoin\w*|available again|in (the )?office)",
    rf"back( \w+){{0,3}} (on|in|at|by|from|around|after)? ?{_DAY}|back (to|at) (work|office|my desk)",
    r"(return|returning|rejoin\w*|resum\w+)( \w+){0,3} (on|to|by|in|from)",
    r"(reply|replied|respond|responded|revert|get back|read|answer|answered|see|attend|attended|catch up|check|look at)( \w+){0,6} (on|from|when|after|once|by|upon|tomorrow|next|later|shortly|"
    r"soon|as soon|monday)",
    r"(response|reply|replies|responses)( \w+){0,3} (delayed|slow|slower|limited|late|delay|sporadic|intermittent|irregular|erratic)|delay(ed|s)?( in)?( my| our)? (response|reply|repl\w+|respon\w+)",
    r"resumes?\b|(pick|take) (this|it) up",
    r"(pto|vacation|holiday) (today|tomorrow|this week|all week|all day)",
    r"expect (my|a|our|some|slow|delayed)?( \w+){0,2} ?(response|reply|replies|delay)",
)
ELSEWHERE = any_of(
    r"(urgent|urgently|emergency|emergencies|immediate (assistance|attention|help|response))",
    r"(no|limited|without|little|intermittent|restricted|patchy|poor)( \w+)? (network|access|internet|laptop|email|signal|connectivity|phone)",
    r"(not|won't|n't|unable to|can't|cannot)( be)?( \w+)? (read|reading|check|checking|answer|answering|monitor|monitoring|respond|responding|reply|replying|"
    r"attend\w*|access\w*)",
    r"(email|message|this)s? (will|is|are|won't)( not)?( being| be)? (forwarded|monitored|deleted|redirected|looked after|handled)",
    r"(contact|call|ping|reach|write|email|message|whatsapp|speak|address|approach|get in touch|connect|reach out)( \w+)?( your \w+)?( to| with)? ?"
    r"(\w+[ .@]){1,6}.{0,30}(instead|meanwhile|meantime|\bif\b|\bfor\b|in my place|@|\d{4})",
    r"(covering for me|in my (absence|place|stead)|looked after by|taking care of|acting for me|filling in|deputi[sz]ing)",
    r"for (urgent|orders?|any|all|further|anything|assistance|help|support|queries|sales)",
    r"auto(matic\w*|mated)?\b|sent automatically",
    r"(sorry|apolog\w+) for (any|the) (inconvenience|delay)",
)

# What nobody but a mailbox, a helpdesk or a shop's own phone says.
RECEIPT = any_of(
    r"(acknowledge|acknowledging|confirm|confirming) (the )?receipt of your",
    r"your (\w+ )?(message|email|query|request|complaint|enquiry|inquiry|ticket|application|feedback|submission|case|grievance)\b.{0,40}"
    r"\b(has been|have been|is|was|been) (successfully |duly )?(received|registered|forwarded|logged|assigned|raised|created|recorded|submitted|escalated|sent to)",
    r"(ticket|case|docket|complaint|service request|token|incident|reference)( (id|no|number|ref|is))*[ :.#(-]+(is |are )?#?[a-z]{0,5}-?\d{3,}\w*",
    r"we('ve| have)? (got|received) your (message|email|query|request|enquiry|inquiry|complaint|feedback)",
    r"(our|the|one of our|an?|concerned|respective|relevant)( \w+)? (team|department|executives?|agents?|representatives?|advisors?|consultants?|staff|experts?|"
    r"associates?|customer (care|service|support)\w*)( members?)?( \w+)? (will|shall)( \w+){0,2} (contact|call|reach|revert|get back|respond|reply|be with|connect|assist|look into|attend|be in touch)",
    r"(expect|you (will|can|should|may))( to)? (hear|receive)( \w+){0,3} from us",
    r"(respond|reply|revert|get back|be in touch|answer)( \w+){0,5} (next (working|business) day|in due course|\d+ ?(-|to)? ?\d* (working|business) (days?|hours?)|in the order)",
    r"(number|address|mailbox|inbox|account|line) (doesn't|can't|won't) (accept|receive|support|take)|only check (my|this) (inbox|email|mailbox)",
    r"not (monitoring|checking) (this|my|the|any) (mailbox|inbox|email|account)",
    r"leave (your|us your|a|us a) (name|message|requirements?|number|details|query)\b.{0,50}(we|our|us|call|back)",
    r"you('ve| have)? reached (a|an|our|the)( \w+){0,3} (no-?reply|unattended|unmonitored|automated|after[- ]hours|help ?desk|mailbox)",
    r"(no-?reply|unattended|unmonitored) (address|mailbox|inbox|email|account)|(mailbox|inbox|email|account|number) is (unattended|unmonitored|inactive)",
    r"(person|user|subscriber|customer|number) (that )?(you're|you are|you have|you) (trying to (reach|contact)|dialled|called|contacted)",
    r"(address|mailbox|inbox|account|email|id|number)( \w+)? ((is|are) (no longer|not)|isn't|aren't) (being )?(in use|active|monitored|checked|attended|read|manned)",
    r"(please )?don't (reply|respond) to this (email|message)|(message|email) (was|is|has been) (sent )?automatic\w*|sent automatically",
    r"driving\b.{0,40}(do not disturb|see your message|get where|reach|stop)|(do not disturb|driving mode)( is)?( turned)? on",
    r"(will|shall) remain (closed|shut)|(office|offices|we're|shop|store|clinic|branch|plant|factory|team|company|outlet)( \w+){0,4} "
    r"(closed|shut) (for|due to|on account of|on the occasion of|owing to) \w+",
    r"(press|type|reply|send|enter) (with )?['\"(]?\d['\")]? (for|to)\b.{0,60}(press|type|reply|send|enter|\d) ?",
    r"thank(s| you) for (your |the )?(message|email|contacting|writing|whatsapp|messaging|calling|reaching)\b.{0,60}\b(we're|we are|team is|office is|our office|shop is)\b.{0,30}"
    r"\b(closed|offline|unavailable|away|not available|not open)",
    r"(work|working|business|office|opening|support|service|store) (hours|timings?|days)( \w+)? (are|is|:)",
)
FOREIGN = any_of(
    # German
    r"(abwesend|abwesenheit\w*|nicht ((im|i'm) (büro|haus)|erreichbar|am platz)|außer haus|elternzeit|mutterschutz|(im|i'm) urlaub|urlaub (bis|vom)|krankgeschrieben)",
    r"(email|nachricht|anfrage|mitteilung)( \w+){0,4} (nicht weitergeleitet|nicht gelesen|erhalten|eingegangen)|automatische (antwort|nachricht|email)",
    r"melden uns( \w+){0,3} (schnellstmöglich|umgehend|in kürze|bald|zeitnah)|ticketnummer|(büro|geschäft|praxis|betrieb).{0,70} geschlossen",
    r"(wieder (erreichbar|(im|i'm) büro|für sie|da)|eingeschränkten? zugriff)",
    # French
    r"(absente?|en congés?( maternité| parental| annuel| maladie)?|hors du bureau|en déplacement|en vacances|arrêt maladie)\b( \w+){0,4} (jusqu|du|depuis|et|à|pour|au|avec|sans|$)",
    r"(de retour (le|au|à partir)|à mon retour|mon absence|message automatique|réponse automatique|accès limité|bien reçu votre (demande|message|email|courriel|courrier))",
    r"(bureaux|magasin|service|agence)( \w+){0,5} fermée?s?|dans les plus brefs délais|numéro de (ticket|dossier)",
    # Spanish
    r"(de vacaciones (hasta|del|desde)|fuera de (la )?oficina|baja (por|médica|maternal)( \w+)?|permiso (de|por) (maternidad|paternidad)|me encuentro (de|fuera|ausente)|estoy (ausente|de viaje|de baja))",
    r"(respuesta automática|acceso limitado|hemos recibido su (mensaje|correo|solicitud|consulta)|número de ticket|a la (mayor )?brevedad|estaré de vuelta|a mi regreso|durante mi ausencia|regreso el|permanecer(á|emos) cerrad\w+)",
    # Italian, Portuguese, Hindi, Scandinavian, Polish, Czech, Dutch
    r"(fuori (ufficio|sede)|in ferie|sono assente|risposta automatica|al mio rientro|in maternità|abbiamo ricevuto (la|il) (sua|suo|tua|tuo|vostra)|uffici( \w+){0,4} chius\w+|rientrerò|accesso limitato)",
    r"(de férias|fora do escritório|estou ausente|resposta automática|recebemos (a )?(sua|seu)|licença( de)? (maternidade|paternidade)|responderei|meu retorno|acesso limitado|estaremos fechados)",
    r"(शिकायत|अनुरोध|टिकट|संदेश)[^।?]{0,30}(दर्ज (कर ली|हो|की) ग|टिकट (नंबर|संख्या))",
    r"(på (semester|ferie|kurs)|frånvarande|autosvar|automatiskt svar|fraværende|lomalla|urlopie|nieobecn\w+|na dovolené)",
    r"(afwezig|met vakantie|niet op kantoor|automatisch antwoord|zwangerschapsverlof|terug op kantoor|beperkt toegang)",
)
# Who asks something of us is there to be answered.
TALKS = any_of(
    r"contact (me|us) (on|in|after|next|before)",
    r"(remind|call|ping|message|text|meet|try|catch|phone)( \w+)? (me|us|then|again|after|at|tomorrow|next|on monday)",
    r"(come|visit|drop in|stop by|meet)( \w+){0,2} (at|on|by|then|after|to)",
    r"(can|could|would|will) you",
    r"(send|share|give|show)( \w+)? (me|us|the|your|a|details?|price|rates?|quote|quotation|catalogue)",
    r"(we're|i'm|we are|yes)( \w+)? interested",
    r"happy to|(is|are|works|would be|sounds) (fine|good|great|ok|okay)|let me know|any other (day|time)",
    r"(fix|book|keep|schedule|block|arrange|do write)\b",
    r"let's|let us (talk|meet|discuss)",
)
STATES_ITSELF = any_of(
    r"(this|an?|is) auto\w+",
    r"auto(matic|mated)?[ -]?(reply|replies|response|message|email|generated)",
    r"urgent\w*|emergenc\w*",
    r"(in|during) my absence",
    r"limited (\w+ )?access",
)
