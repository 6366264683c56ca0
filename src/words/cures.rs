//! What to do about a relay that takes no letters, in a person's words.

use crate::model::Language;
use crate::model::cure::Cure;

/// What to do, in one sentence without its full stop.
pub(crate) fn cure(cure: Cure, language: Language) -> &'static str {
    match language {
        Language::ZhCn => chinese(cure),
        Language::En => english(cure),
    }
}

fn english(cure: Cure) -> &'static str {
    match cure {
        Cure::Port => {
            "nothing listens there: look at mail.smtp.host and port (usual are 587 with security = \"starttls\", 465 \
             with \"tls\", 25 with \"none\"), and whether the relay runs"
        }
        Cure::Host => "no host has this name: look at mail.smtp.host, then at the name server",
        Cure::Network => {
            "nothing answers: look at mail.smtp.host and port, at the network, and whether a firewall keeps this \
             machine from that port"
        }
        Cure::TlsFirst => {
            "this port expects TLS from the first byte: set mail.smtp.security = \"tls\" (usual with port 465), or \
             use port 587 with \"starttls\""
        }
        Cure::StartTls => {
            "this port speaks in the clear first: set mail.smtp.security = \"starttls\" (usual with port 587), or use \
             port 465 with \"tls\""
        }
        Cure::NoStartTls => {
            "set mail.smtp.security to what the relay offers: \"tls\" with port 465, or \"none\" where the way to \
             the relay is safe"
        }
        Cure::NeedsTls => {
            "the relay takes nothing in the clear: set mail.smtp.security = \"starttls\", or \"tls\" with port 465"
        }
        Cure::OldTls => {
            "the two share no version or cipher of TLS: the relay needs TLS 1.2 or later"
        }
        Cure::Issuer => {
            "nobody known vouches for the certificate: name the file of the authority that issued it as mail.smtp.ca, \
             or install it for the whole machine (update-ca-certificates)"
        }
        Cure::AuthorityItself => {
            "the relay shows a certificate that may issue others (CA:TRUE), which no server may use: give it one that \
             may not, as by `openssl req -x509 -addext basicConstraints=CA:FALSE …`"
        }
        Cure::Name => {
            "the certificate is made out to another name: set mail.smtp.host to a name that stands in it"
        }
        Cure::Date => {
            "the certificate has expired or is not valid yet: renew it, and look at the clocks of both machines"
        }
        Cure::NotSmtp => "what listens there speaks no SMTP: look at mail.smtp.host and port",
        Cure::Welcome => {
            "the relay turns this machine away: ask who runs it to let the machine in, or use its port for logins (587)"
        }
        Cure::Login => {
            "look at mail.smtp.username and password; some providers want a password made for this purpose, or SMTP \
             allowed for the account"
        }
        Cure::Mechanism => {
            "duban logs in by PLAIN or LOGIN: have one of them allowed, perhaps by security = \"starttls\" or \
             \"tls\", or take username and password away where the relay wants none"
        }
        Cure::NeedsLogin => "the relay wants a login: set mail.smtp.username and password",
        Cure::Sender => {
            "the relay does not take this sender: look at mail.from, and what the account may send as"
        }
    }
}

fn chinese(cure: Cure) -> &'static str {
    match cure {
        Cure::Port => {
            "该端口无人应答连接：核对 mail.smtp.host 和 port（通常 587 配 security = \"starttls\"，465 配 \"tls\"，25 配 \
             \"none\"），并确认邮件服务器已启动"
        }
        Cure::Host => "没有这个主机名：核对 mail.smtp.host，再查域名服务器",
        Cure::Network => {
            "没有回应：核对 mail.smtp.host 和 port，检查网络，以及防火墙是否放行该端口"
        }
        Cure::TlsFirst => {
            "该端口一开始就要 TLS：设 mail.smtp.security = \"tls\"（通常为 465 端口），或改用 587 端口配 \"starttls\""
        }
        Cure::StartTls => {
            "该端口先用明文：设 mail.smtp.security = \"starttls\"（通常为 587 端口），或改用 465 端口配 \"tls\""
        }
        Cure::NoStartTls => {
            "按邮件服务器所支持的设置 mail.smtp.security：\"tls\" 配 465 端口；线路可靠时也可用 \"none\""
        }
        Cure::NeedsTls => {
            "邮件服务器不收明文：设 mail.smtp.security = \"starttls\"，或 465 端口配 \"tls\""
        }
        Cure::OldTls => "双方没有共同的 TLS 版本或算法：邮件服务器须支持 TLS 1.2 以上",
        Cure::Issuer => {
            "证书的签发者不受信任：用 mail.smtp.ca 指明签发机构的证书文件，或安装到系统（update-ca-certificates）"
        }
        Cure::AuthorityItself => {
            "邮件服务器用的是签发机构自己的证书（CA:TRUE），服务器不能用它：换一张 CA:FALSE 的，例如 `openssl req -x509 -addext basicConstraints=CA:FALSE …`"
        }
        Cure::Name => "证书上是别的名字：mail.smtp.host 应填证书上的名字",
        Cure::Date => "证书已过期或尚未生效：更换证书，并核对两台机器的时钟",
        Cure::NotSmtp => "对方说的不是 SMTP：核对 mail.smtp.host 和 port",
        Cure::Welcome => "邮件服务器拒绝本机连接：请其管理员放行本机，或改用登录发信的端口（587）",
        Cure::Login => {
            "核对 mail.smtp.username 和 password；有的服务商要求专用密码（授权码），或须先为账号开通 SMTP"
        }
        Cure::Mechanism => {
            "本系统只会 PLAIN 和 LOGIN 两种登录：请开通其一（或许须先设 security 为 \"starttls\" 或 \"tls\"）；不需登录\
             时请删去 username 和 password"
        }
        Cure::NeedsLogin => "邮件服务器要求登录：设 mail.smtp.username 和 password",
        Cure::Sender => "邮件服务器不接受这个发件人：核对 mail.from，以及账号可用的发件地址",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cure_is_one_line_in_both_languages() {
        for (name, one) in Cure::ALL {
            for language in [Language::ZhCn, Language::En] {
                let said = cure(*one, language);
                assert!(
                    said.len() > 20 && !said.contains("  ") && !said.contains('\n'),
                    "{name}: {said}"
                );
                assert!(!said.ends_with(['.', '。']), "{name}: {said}");
            }
        }
    }
}
